// Served in place of the worker when it does harm: it answers no request, forgets all copies and takes itself away.
// What was tapped and not yet sent stays in the outbox.
"use strict";
const STILL_STORING_MS = 1000;

async function forgetAll() {
  for (const name of await caches.keys()) await caches.delete(name);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await self.clients.claim();
  await forgetAll();
  await self.registration.unregister();
  // The worker before may have been storing a page just now.
  await new Promise((done) => setTimeout(done, STILL_STORING_MS));
  await forgetAll();
})()));
