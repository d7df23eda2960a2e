// What was tapped and what the server has not yet taken. Pages and the service worker share this file.
// An entry: {order, key, user, url, fields: [[name, value], …], tapped_at, label, language, refused?}; it goes only when the server echoes its key.
"use strict";
const outbox = (() => {
  const NAME = "wegplan", STORE = "outbox", SEND_MS = 20000;
  const BUSY = [408, 425, 429];

  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, {keyPath: "order", autoIncrement: true});
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => reject(asked.error);
  });

  async function run(mode, work) {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode, {durability: "strict"});
        const request = work(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request && request.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  const all = () => run("readonly", (store) => store.getAll());
  const of = async (user) => (await all()).filter((entry) => entry.user === user);
  const add = (entry) => run("readwrite", (store) => store.add(entry));
  const put = (entry) => run("readwrite", (store) => store.put(entry));
  const drop = (order) => run("readwrite", (store) => store.delete(order));

  async function keepOnly(user) {
    for (const entry of await all()) if (entry.user !== user) await drop(entry.order);
  }

  const forget = () => new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });

  // "sent", "later", "sign-in" or {refused: what the server said}. Only our own JSON counts: a captive portal says 200 or 403 too.
  async function send(entry) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), SEND_MS);
    try {
      const answer = await fetch(entry.url, {
        method: "POST", redirect: "manual", signal: stop.signal, body: new URLSearchParams(entry.fields),
        headers: {Accept: "application/json", "Idempotency-Key": entry.key, "Outbox-User": entry.user},
      });
      const said = await answer.json().catch(() => null);
      if (answer.ok) return said && said.done === entry.key ? {sent: said} : "later";
      if (!said || !said.error) return "later";
      if (answer.status === 401) return "sign-in";
      return answer.status >= 500 || BUSY.includes(answer.status) ? "later" : {refused: said.error};
    } catch {
      return "later";
    } finally {
      clearTimeout(timer);
    }
  }

  // In the order of the taps. What the server refuses stays and is shown; what it can't take now stops the rest.
  async function sendAll(user) {
    const sent = [];
    for (const entry of await of(user)) {
      if (entry.refused) continue;
      const result = await send(entry);
      if (typeof result === "string") return {sent, stopped: result};
      if (result.sent) {
        await drop(entry.order);
        sent.push({...entry, location: result.sent.location});
      } else {
        await put({...entry, refused: result.refused});
      }
    }
    return {sent, stopped: ""};
  }

  let alone = Promise.resolve();
  const locked = (work) => {
    if (navigator.locks) return navigator.locks.request("outbox", work);
    return (alone = alone.then(work, work));
  };
  const flush = (user) => locked(() => sendAll(user));
  const undo = (order) => locked(() => drop(order));

  return {add, of, put, undo, flush, forget, keepOnly};
})();
