// The shell: scripts and pictures under hashed names, and the page for "no network". One cache a build; an old one goes when
// no copy of a page refers to it any more.
const SHELL = "shell-" + BUILD, OFFLINE = "/offline", PUBLIC = [OFFLINE, "/emergency", "/quick-exit"];

async function fillShell() {
  const cache = await caches.open(SHELL);
  await cache.addAll(ASSETS);                   // a hashed name never changes its content: the browser's own cache may answer
  await keepPublicPages("");
}

// Pages that belong to nobody: asked for without cookies, in the language of the page that runs.
async function keepPublicPages(language) {
  const cache = await caches.open(SHELL), kept = await cache.match(OFFLINE);
  if (kept && (!language || kept.headers.get("Content-Language") === language)) return;
  const query = language ? "?lang=" + encodeURIComponent(language) : "";
  for (const path of [...PUBLIC].reverse()) {               // the one that is asked for its language comes last
    const answer = await fetch(path + query, {credentials: "omit", redirect: "error", headers: {"Keep-Copy": STYLE}});
    if (!answer.ok) throw new Error("no " + path);
    await cache.put(path, answer);
  }
}

const publicPage = async (path) => (await caches.match(PUBLIC.includes(path) ? path : OFFLINE, {cacheName: SHELL})) || Response.error();

const fromShell = async (request) => (await caches.match(request.url, {ignoreVary: true}).catch(() => null)) || fetch(request);

async function dropOldShells() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  if (!old.length) return;
  const texts = [];
  for (const name of await planCaches()) {
    for (const copy of await (await caches.open(name)).matchAll()) texts.push(await copy.text());
  }
  for (const name of old) {
    const urls = (await (await caches.open(name)).keys()).map(({url}) => new URL(url).pathname);
    const needed = urls.some((url) => !ASSETS.includes(url) && !PUBLIC.includes(url) && texts.some((text) => text.includes(url)));
    if (!needed) await caches.delete(name);
  }
}
