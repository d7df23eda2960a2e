// Push messages come in the declarative form, {"web_push": 8030, "notification": {…}}: Safari shows it by itself, the others ask
// us. It is always shown: a message that shows nothing costs the subscription on an iPhone.
async function showPush(data) {
  let said = {};
  try {
    const message = data.json();
    said = message.notification || message;
    if (Number.isInteger(message.app_badge)) navigator.setAppBadge?.(message.app_badge);
  } catch { /* shown all the same */ }
  await self.registration.showNotification(said.title || "Wegplan", {
    body: said.body || "", lang: said.lang || "", dir: said.dir || "auto", tag: said.tag || "wegplan", renotify: false,
    icon: ICON, badge: BADGE, data: {...said.data, url: said.navigate || "/"},
  });
}

async function openPushed(notification) {
  const {url, ...known} = notification.data || {};
  const target = new URL(url || "/", location.origin);
  notification.close();
  if (target.origin !== location.origin) return;
  const seen = reportSeen({...known, tag: notification.tag});
  await showWindow(target.href);
  await seen;
}

async function showWindow(href) {
  for (const window of await self.clients.matchAll({type: "window", includeUncontrolled: true})) {
    try {
      await window.focus();
      await window.navigate(href);
      return;
    } catch { /* the next one, or a new one */ }
  }
  await self.clients.openWindow(href);
}

const reportSeen = (known) => fetch("/push/seen", {
  method: "POST", redirect: "manual", headers: {"Content-Type": "application/json", Accept: "application/json"}, body: JSON.stringify(known),
}).catch(() => {});

self.addEventListener("push", (event) => event.waitUntil(showPush(event.data)));
self.addEventListener("notificationclick", (event) => event.waitUntil(openPushed(event.notification)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(tellPages({type: "push-sync"})));
