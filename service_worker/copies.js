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
  const now = Date.now();
  const html = (await answer.text()).replace("<html", `<html data-saved="${new Date(now).toISOString()}"`);
  const headers = {"Content-Type": "text/html; charset=utf-8", "X-Until": String(now + 1000 * seconds)};
  for (const name of ["Content-Security-Policy", "Referrer-Policy"]) {
    if (answer.headers.has(name)) headers[name] = answer.headers.get(name);
  }
  return new Response(html, {headers});
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

// Fetch the whole plan anew when it changed, when the build did, or when the copies grow old; one page after the other.
const ASK_MS = 10 * 60_000, OLD_MS = 7 * 24 * 3600_000;
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
  const answer = await fetch("/offline/pages", {headers: {Accept: "application/json"}, redirect: "manual", cache: "no-store"});
  const rule = ruleOf(answer);
  if (!answer.ok || !rule || !rule.user || !rule.seconds) return obey(KEPT, answer, era);
  const {version, pages} = await answer.json();
  const ours = await inTurn(async () => era === wipes && (await keepOnly(rule.user), (era = wipes), true));
  if (!ours) return;
  const cache = await caches.open(PLAN + rule.user);
  const last = await (await cache.match(KEPT))?.json();
  const changed = !last || last.version !== version || last.build !== BUILD || Date.now() - last.at > OLD_MS;
  // First what may not lie here any more, such as a goal that became protected: fetching the rest may fail half-way.
  await inTurn(async () => {
    if (era !== wipes) return;
    for (const {url} of await cache.keys()) if (![...pages, KEPT].includes(new URL(url).pathname)) await cache.delete(url);
  });
  for (const path of pages) {
    if (era !== wipes) return;
    if (changed || !(await findCopy(path))) await keepPage(path, era);
  }
  await inTurn(async () => {
    if (era !== wipes) return;
    const now = await caches.open(PLAN + rule.user);
    await now.put(KEPT, new Response(JSON.stringify({version, build: BUILD, at: Date.now()})));
  });
  await dropOldShells();
}

async function keepPage(path, era) {
  const answer = await fetch(path, {headers: {Accept: "text/html", "Keep-Copy": STYLE}, redirect: "manual", cache: "no-store"});
  if (answer.status >= 500) throw new Error("later");
  await obey(path, answer, era);
}
