// The listeners. Network first; the copy when the network is slow, gone or answers for a server that is down.
const WITH_COPY_MS = 3000, WITHOUT_COPY_MS = 10000, HOMES = ["/today", "/mentor"];

self.addEventListener("install", (event) => event.waitUntil(fillShell()));

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(dropOldShells)));

self.addEventListener("fetch", (event) => {
  const {request} = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(fromShell(request));
  } else if (url.pathname.startsWith("/recordings/") && request.destination === "audio") {
    event.respondWith(soundFor(request, url.pathname));
  } else if (request.mode === "navigate") {
    const era = wipes, answer = fetch(request);
    const path = url.search ? "" : url.pathname;              // a page asked for with a question is another page
    event.waitUntil(answer.then((got) => ruleOf(got) && obey(path, got.clone(), era)).catch(() => {}));
    event.respondWith(pageFor(url.pathname, answer));
  }
});

async function pageFor(path, answer) {
  const copy = await copyFor(path).catch(() => null);
  try {
    const got = await within(copy ? WITH_COPY_MS : WITHOUT_COPY_MS, answer);
    return copy && got.status >= 502 && got.status <= 504 ? copy : got;
  } catch {
    return copy || publicPage(path);
  }
}

async function copyFor(path) {
  if (path !== "/") return findCopy(path);
  for (const home of HOMES) if (await findCopy(home)) return Response.redirect(home);
  return null;
}

const within = (milliseconds, promise) => Promise.race([
  promise,
  new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), milliseconds)),
]);

async function tellPages(message) {
  for (const page of await self.clients.matchAll({type: "window"})) page.postMessage(message);
}

// Without a prototype: a message names one of these and nothing else.
const TOLD = {
  __proto__: null,
  "update-now": () => self.skipWaiting(),
  wipe: () => { wipes += 1; return inTurn(wipeCopies); },
  page: async ({language, keep}) => {
    const era = wipes;
    await keepPublicPages(language).catch(() => {});
    await (keep ? keepPlan(false, era) : dropOldShells());
  },
  sent: () => keepPlan(true, wipes),
};

self.addEventListener("message", (event) => {
  const {type, url} = event.source ?? {};
  const fromOurPage = type === "window" && new URL(url).origin === location.origin;
  const work = fromOurPage && TOLD[event.data?.type];
  if (work) event.waitUntil(Promise.resolve(work(event.data)).then(() => event.ports[0]?.postMessage("done")));
});

// Chromium fires this when the network is back, even when every page is closed.
self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(sendFromHere());
});

async function sendFromHere() {
  const [name] = await planCaches();
  if (!name) return;
  const {sent, stopped} = await outbox.flush(name.slice(PLAN.length));
  if (sent.length) await tellPages({type: "sent"});
  if (stopped === "later") throw new Error("later");
}
