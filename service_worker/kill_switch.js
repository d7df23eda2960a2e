// Served in place of the worker when it does harm: it answers no request, forgets all copies and takes itself away.
// What was tapped and not yet sent stays in the outbox.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await self.clients.claim();
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
})()));
