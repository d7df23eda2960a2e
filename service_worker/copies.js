// Copies of plan pages: one cache a person, `plan-<opaque user>`. It is not named by build, so that an update loses nothing.
// The server opts each page in: `SW-Store: <opaque user>;<seconds>`. 0 seconds: same person, keep no copy of this page.
// `SW-Store: none`: nobody's plan belongs on this phone now. An answer without the header (a captive portal's) changes nothing.
const PLAN = "plan-", KEPT = "/__kept", GONE = [200, 403, 404, 410];
let wipes = 0;                                  // what was asked for before a wipe is not stored after it
let person = "";
let turn = Promise.resolve();
const inTurn = (work) => (turn = turn.then(work, work));

function ruleOf(answer) {
  const text = answer.type === "basic" && !answer.redirected && answer.headers.get("SW-Store");
  if (!text) return null;
  if (text === "none") return {user: "", seconds: 0};
  const parts = /^([\w-]+);(\d+)$/.exec(text);
  return parts && {user: parts[1], seconds: Number(parts[2])};
}

const planCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PLAN));

async function wipeCopies() {
  wipes += 1;
  person = "";
  askedAt = 0;
  for (const name of await planCaches()) await caches.delete(name);
}

async function keepOnly(user) {
  const others = (await planCaches()).filter((name) => name !== PLAN + user);
  if (others.length) await wipeCopies();
  if (person !== user) await outbox.keepOnly(user).catch(() => {});
  person = user;
}

// Do what the server's header says with its answer for this path ("": only who it is for). `era` counts the wipes before it was asked for.
async function obey(path, answer, era) {
  const rule = ruleOf(answer);
  if (!rule) return;
  const copy = path && rule.seconds && answer.ok ? await copyOf(answer, rule.seconds) : null;
  await inTurn(async () => {
    if (era !== wipes) return;
    if (!rule.user) return wipeCopies();
    await keepOnly(rule.user);
    if (!path) return;
    const cache = await caches.open(PLAN + rule.user);
    if (copy) await cache.put(path, copy);
    else if (GONE.includes(answer.status)) await cache.delete(path);
  });
}

async function copyOf(answer, seconds) {
  const type = answer.headers.get("Content-Type") || "";
  return kept(type.startsWith("text/html") ? marked(await answer.text()) : await answer.blob(), answer, seconds, type);
}

const marked = (html) => html.replace("<html", `<html data-saved="${new Date().toISOString()}"`);

function kept(body, answer, seconds, type) {
  const headers = {"Content-Type": type, "X-Until": String(Date.now() + 1000 * seconds)};
  for (const name of ["Content-Security-Policy", "Referrer-Policy"]) {
    if (answer.headers.has(name)) headers[name] = answer.headers.get(name);
  }
  return new Response(body, {headers});
}

async function findCopy(path) {
  for (const name of await planCaches()) {
    const cache = await caches.open(name), copy = await cache.match(path, {ignoreVary: true});
    if (!copy) continue;
    if (Date.now() < Number(copy.headers.get("X-Until"))) return copy;
    await cache.delete(path);
  }
  return null;
}

// A recording never changes under its address, so its copy is as good as the network's. Some players ask for a part only.
async function soundFor(request, path) {
  const copy = await findCopy(path).catch(() => null);
  const part = copy && /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  if (!part) return copy || fetch(request);
  const sound = await copy.blob(), first = Number(part[1]), last = Math.min(Number(part[2] || sound.size), sound.size - 1);
  const headers = {"Content-Type": sound.type, "Content-Range": `bytes ${first}-${last}/${sound.size}`, "Accept-Ranges": "bytes"};
  return new Response(sound.slice(first, last + 1, sound.type), {status: 206, headers});
}

// The whole plan comes in one answer: when it changed, when the build did, or when the copies grow old.
const ASK_MS = 10 * 60_000, OLD_MS = 7 * 24 * 3600_000, HTML = "text/html; charset=utf-8";
let keeping = null;
let askedAt = 0;

// `era` is of the moment when it was asked for: who signs out meanwhile gets nothing stored.
function keepPlan(force, era) {
  if (!force && (keeping || Date.now() - askedAt < ASK_MS)) return keeping;
  askedAt = Date.now();
  const mine = Promise.resolve(keeping).then(() => keepPlanNow(era)).catch(() => { askedAt = 0; }).then(() => {
    if (keeping === mine) keeping = null;
  });
  return (keeping = mine);
}

async function keepPlanNow(era) {
  if (era !== wipes) return;
  const headers = {Accept: "application/json", "Keep-Copy": STYLE}, tag = await tagOfWhole();
  if (tag) headers["If-None-Match"] = tag;
  const answer = await fetch("/offline/pages", {headers, redirect: "manual", cache: "no-store"});
  const rule = ruleOf(answer);
  if (answer.status >= 500) throw new Error("later");
  if (answer.status === 304 && rule && rule.seconds) return;
  if (!answer.ok || !rule || !rule.user || !rule.seconds) return obey(KEPT, answer, era);
  const {pages, files} = await answer.json();
  if (await inTurn(() => keepAll(pages, files, answer, rule.user, era))) await keepFiles(files, wipes);
  await dropOldShells();
}

async function keepAll(pages, files, answer, user, era) {
  if (era !== wipes) return false;
  await keepOnly(user);
  const cache = await caches.open(PLAN + user), paths = Object.keys(pages);
  for (const {url} of await cache.keys()) if (![...paths, ...files].includes(new URL(url).pathname)) await cache.delete(url);
  for (const path of paths) {
    const [seconds, html] = pages[path];
    await cache.put(path, kept(marked(html), answer, seconds, HTML));
  }
  const note = {tag: answer.headers.get("ETag"), build: BUILD, at: Date.now(), paths: [...paths, ...files]};
  await cache.put(KEPT, new Response(JSON.stringify(note)));
  return true;
}

// The tag of what lies here, if all of it lies here and is of this build; else everything is asked for.
async function tagOfWhole() {
  for (const name of await planCaches()) {
    const cache = await caches.open(name), note = await (await cache.match(KEPT))?.json();
    if (!note || note.build !== BUILD || Date.now() - note.at > OLD_MS) continue;
    const here = (await cache.keys()).map(({url}) => new URL(url).pathname);
    if (note.paths.every((path) => here.includes(path))) return note.tag;
  }
  return "";
}

// A recording never changes under its address.
async function keepFiles(paths, era) {
  for (const path of paths) {
    if (era !== wipes) return;
    if (await findCopy(path)) continue;
    const answer = await fetch(path, {redirect: "manual", cache: "no-store"});
    if (answer.status >= 500) throw new Error("later");
    await obey(path, answer, era);
  }
}
