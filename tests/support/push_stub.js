// Runs in every page before its own scripts. Chromium has no push service here, so subscribing alone is replaced; permission,
// service worker, push event and notification stay the browser's own. The subscription is remembered across reloads.
((settings) => {
  "use strict";
  if (!("PushManager" in window)) return;
  const MEMORY = "push-stub";

  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const decode = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

  const subscription = (key) =>
    Object.defineProperties(Object.create(PushSubscription.prototype), {
      endpoint: { value: settings.endpoint },
      expirationTime: { value: null },
      options: { value: { userVisibleOnly: true, applicationServerKey: decode(key).buffer } },
      getKey: { value: (name) => decode(settings[name]).buffer },
      toJSON: {
        value: () => ({
          endpoint: settings.endpoint,
          expirationTime: null,
          keys: { p256dh: settings.p256dh, auth: settings.auth },
        }),
      },
      unsubscribe: {
        value: async () => {
          localStorage.removeItem(MEMORY);
          return true;
        },
      },
    });

  PushManager.prototype.subscribe = async function (options) {
    if (!options?.userVisibleOnly) throw new DOMException("userVisibleOnly is required", "NotAllowedError");
    if (Notification.permission !== "granted") throw new DOMException("permission denied", "NotAllowedError");
    const given = options.applicationServerKey;
    const bytes = typeof given === "string" ? decode(given) : new Uint8Array(given);
    if (bytes.length !== 65 || bytes[0] !== 4) throw new DOMException("the key is not valid", "InvalidAccessError");
    const key = encode(bytes);
    const known = localStorage.getItem(MEMORY);
    if (known && known !== key) throw new DOMException("subscribed with another key", "InvalidStateError");
    localStorage.setItem(MEMORY, key);
    return subscription(key);
  };

  PushManager.prototype.getSubscription = async function () {
    const key = localStorage.getItem(MEMORY);
    return key ? subscription(key) : null;
  };
})(__SETTINGS__);
