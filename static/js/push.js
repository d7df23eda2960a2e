// Reminders on this phone: switched on by a tap, checked against the server on each page, every outcome in words.
"use strict";
(() => {
  const SUBSCRIBE_MS = 15_000;
  const can = "serviceWorker" in navigator && "PushManager" in self && "Notification" in self;
  const isPhoneWithoutInstall = /iPhone|iPad/.test(navigator.userAgent) && !navigator.standalone;
  const all = (name) => document.querySelectorAll(`[data-push-${name}]`);

  const post = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST", redirect: "manual", headers: {"Content-Type": "application/json", Accept: "application/json"},
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error("not taken");
    return answer;
  };
  // With the office's key that the browser was given: messages are signed with it.
  const tell = (phone, sync) => post("/push/subscriptions", {
    ...phone.toJSON(), sync, key: btoa(String.fromCharCode(...new Uint8Array(phone.options?.applicationServerKey))),
  });
  const publicKey = async (button) => button?.dataset.key || button?.dataset.pushStart
    || (await (await fetch("/push/key", {headers: {Accept: "application/json"}})).json()).key;

  // `name` is one of on, off, wait, denied, install, impossible, slow, later: a sentence in the template of words.
  function say(name) {
    for (const place of all("state")) {
      place.textContent = page.say(`push-${name}`);
      place.dataset.pushState = name;
      place.hidden = false;
    }
    for (const button of all("start")) button.hidden = name === "on" || name === "install" || name === "impossible";
    for (const button of all("stop")) button.hidden = name !== "on";
    for (const button of [...all("start"), ...all("stop")]) button.disabled = name === "wait";
  }

  const done = (name) => document.getElementById("devices") ? location.reload() : say(name);

  async function subscribe(button) {
    const registration = await navigator.serviceWorker.ready;
    const options = {userVisibleOnly: true, applicationServerKey: await publicKey(button)};
    try {
      return await registration.pushManager.subscribe(options);
    } catch (error) {
      const old = error.name === "InvalidStateError" && (await registration.pushManager.getSubscription());
      if (!old) throw error;
      await old.unsubscribe();  // made with another key, before the office's were made anew
      return registration.pushManager.subscribe(options);
    }
  }

  const outcomeOf = ({name, message}) => name === "TimeoutError" ? "slow" : name === "NotAllowedError" ? "denied"
    : name === "TypeError" || message === "not taken" ? "later" : "impossible";

  async function start(button) {
    if (!can) return say(isPhoneWithoutInstall ? "install" : "impossible");
    say("wait");
    try {
      if ((await Notification.requestPermission()) !== "granted") return say("denied");
      const subscription = await page.within(SUBSCRIBE_MS, subscribe(button));
      await tell(subscription);
      navigator.storage?.persist?.().catch(() => {});
      done("on");
    } catch (error) {
      say(outcomeOf(error));
    }
  }

  const current = async () => can && (await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription());

  // True when this phone has no subscription any more; the server learns it from the push service if it can't be told now.
  async function stop() {
    const subscription = await current();
    if (!subscription) return true;
    await post("/push/subscriptions/end", {endpoint: subscription.endpoint}).catch(() => {});
    return subscription.unsubscribe();
  }

  // Nothing else tells a server that a phone changed or lost its subscription.
  async function sync() {
    const subscription = await current();
    const denied = can && Notification.permission === "denied";
    say(!can ? (isPhoneWithoutInstall ? "install" : "impossible") : denied ? "denied" : subscription ? "on" : "off");
    if (!subscription || !page.user || page.saved) return;
    // Given up from another phone, or another person's: this page does not switch it on again.
    const {on, key} = await (await tell(subscription, true)).json();
    if (!on) return say("off");
    if (key) await tell(await subscribe(), true);  // the office's keys were made anew
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-push-start], [data-push-stop]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-push-start]")) start(button);
    else stop().then(() => done("off"), () => say("later"));
  });
  navigator.serviceWorker?.addEventListener("message", ({data}) => data?.type === "push-sync" && sync().catch(() => {}));
  if (page.user) sync().catch(() => {});
  page.stopPush = stop;
})();
