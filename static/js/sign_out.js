// Signing out: what was tapped goes out first; what would be lost is said; then this phone forgets everything.
"use strict";
(() => {
  const SEND_MS = 8000, PUSH_MS = 3000;
  const form = document.querySelector('form[action="/sign-out"]');
  if (!form || !page.user) return;

  async function unsent() {
    if (!page.mayStore || !("indexedDB" in self)) return 0;
    await page.within(SEND_MS, outbox.flush(page.user)).catch(() => {});
    return (await outbox.of(page.user).catch(() => [])).length;
  }

  async function forgetAll() {
    page.mayStore = false;
    await page.within(PUSH_MS, page.stopPush()).catch(() => {});
    const worker = await navigator.serviceWorker?.getRegistration();
    await page.within(PUSH_MS, wiped(worker?.active)).catch(() => {});
    for (const name of (await self.caches?.keys()) ?? []) if (name.startsWith("plan-")) await caches.delete(name);
    if ("indexedDB" in self) await page.within(PUSH_MS, outbox.forget()).catch(() => {});
    localStorage.clear();
    sessionStorage.clear();
    document.cookie = "style=; path=/; max-age=0; SameSite=Lax";
  }

  const wiped = (worker) => worker && new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    worker.postMessage({type: "wipe"}, [channel.port2]);
  });

  // Asks in a dialog; true when the person leaves all the same.
  const ask = (name) => new Promise((resolve) => {
    const dialog = page.word(name);
    if (!dialog) return resolve(true);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "leave");
    });
    dialog.showModal();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    if (button) button.disabled = true;
    const lost = await unsent();
    const question = navigator.onLine ? lost && "lost" : "leave-offline";
    if (!question || (await ask(question))) {
      await forgetAll();
      if (question !== "leave-offline") return form.submit();
      location.replace("/offline");
    }
    if (button) button.disabled = false;
  });
})();
