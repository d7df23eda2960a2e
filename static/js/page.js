// What every page does: words, the worker, quick exit, the lock of a shared phone, forms that wait for the network.
"use strict";
const page = (() => {
  const html = document.documentElement;
  const {user = "", phone = "", saved = "", worker = "on"} = html.dataset;
  const LOCK_MS = 15 * 60_000, TWICE_MS = 1000, ASK_MS = 5000;
  const state = {user, phone, saved, dirty: false, mayStore: Boolean(user) && phone === "own"};

  // A fresh element from the page's template of words: the sentences come from the server, in the page's language.
  state.word = (name) => document.getElementById("words")?.content.querySelector(`[data-word="${name}"]`)?.cloneNode(true);
  state.say = (name) => state.word(name)?.textContent.trim() ?? "";
  state.tell = async (message) => {
    const ready = "serviceWorker" in navigator && worker === "on" && (await navigator.serviceWorker.ready);
    ready?.active?.postMessage(message);
  };
  state.bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  state.within = (milliseconds, promise) => Promise.race([
    promise, new Promise((_, reject) => setTimeout(() => reject(new DOMException("slow", "TimeoutError")), milliseconds)),
  ]);

  document.addEventListener("input", ({target}) => { if (target.form) state.dirty = true; });
  document.addEventListener("reset", () => { state.dirty = false; });
  document.querySelector("[data-errors]")?.focus();

  // A form that can't be sent now stays as it is and says so; it is not stored.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    form.parentNode.querySelector("[data-word=kept-here], [data-word=shared]")?.remove();
    if (navigator.onLine && (form.dataset.sure || !form.closest(".desk"))) {
      delete form.dataset.sure;
      state.dirty = false;
      return;
    }
    event.preventDefault();
    if (!navigator.onLine) return keepHere(form);
    askFirst(form, event.submitter);
  });

  const keepHere = (form) => form.after(state.word(phone === "shared" ? "shared" : "kept-here") ?? "");

  // At somebody's door the network may be gone without the browser knowing: staff's pages ask before they are left.
  const askFirst = async (form, button) => {
    if (form.dataset.asking) return;
    form.dataset.asking = "yes";
    const asked = state.within(ASK_MS, fetch("/healthz", {method: "HEAD", cache: "no-store", redirect: "error"}));
    const there = await asked.then(() => true, () => false);
    delete form.dataset.asking;
    if (!there) return keepHere(form);
    form.dataset.sure = "yes";
    form.requestSubmit(button);
  };

  // Leave at once: the page is empty before the next one is there, and "back" does not lead here.
  const leave = (exit) => {
    document.body.replaceChildren();
    location.replace(exit.href);
  };
  let escaped = -TWICE_MS;
  document.addEventListener("click", (event) => {
    const exit = event.target.closest?.("[data-quick-exit]");
    if (!exit) return;
    event.preventDefault();
    leave(exit);
  });
  document.addEventListener("keydown", (event) => {
    const exit = event.key === "Escape" && document.querySelector("[data-quick-exit]");
    if (!exit) return;
    if (event.timeStamp - escaped < TWICE_MS) leave(exit);
    escaped = event.timeStamp;
  });

  // A shared phone that lies unused shows nothing: the server asks for picture and PIN.
  if (user && phone === "shared") {
    let used = Date.now();
    const check = () => {
      if (Date.now() - used < LOCK_MS) return;
      document.body.replaceChildren();
      location.replace("/");
    };
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { used = Date.now(); });
    document.addEventListener("visibilitychange", check);
    setInterval(check, 10_000);
  }

  // The cookie tells the server that the worker holds this stylesheet, so that pages can be without it.
  const greet = async () => {
    if (!(await navigator.serviceWorker.ready).active) return;
    document.cookie = `style=${html.dataset.style.split(".").at(-2)}; path=/; max-age=2592000; SameSite=Lax`;
    await state.tell({type: "page", language: html.lang, keep: state.mayStore && !saved});
  };

  // A new worker takes over at once where nobody is typing; else it asks. Only who taps gets the page anew, once.
  let tapped = false;
  const offer = ({waiting}) => {
    if (!waiting || !navigator.serviceWorker.controller) return;
    const update = () => waiting.postMessage({type: "update-now"});
    if (!state.dirty) return update();
    const banner = !document.querySelector("[data-word=update]") && state.word("update");
    if (!banner) return;
    banner.querySelector("button").addEventListener("click", () => {
      tapped = true;
      update();
    });
    document.getElementById("content").before(banner);
  };

  async function register() {
    if (!("serviceWorker" in navigator) || worker !== "on") return;
    let had = navigator.serviceWorker.controller;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (!tapped && had) return greet();
      had = true;
      if (!tapped) return;
      tapped = false;
      location.reload();
    });
    const registration = await navigator.serviceWorker.register("/service_worker.js", {updateViaCache: "none"});
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => offer(registration));
    });
    offer(registration);
    await greet();
  }
  addEventListener("load", () => register().catch(() => {}));
  if (document.querySelector("[data-retry]")) addEventListener("online", () => location.reload());

  return state;
})();
