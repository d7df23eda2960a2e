// Forms with `data-outbox` on a person's own phone: written down first, shown as not sent yet, then sent.
"use strict";
(() => {
  if (!page.mayStore || !("indexedDB" in self)) return;
  const AGAIN_MS = 15_000;
  const notes = new Map();
  let flushing = null, again = 0;

  const pathOf = (form) => new URL(form.getAttribute("action"), location.href).pathname;
  const formsFor = (entry) => [...document.querySelectorAll("form[data-outbox]")].filter((form) => pathOf(form) === entry.url);
  const now = () => new Date().toISOString().slice(0, 19) + "Z";
  const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace(".", "");

  function entryOf(form, button) {
    const fields = [...new FormData(form)].filter(([name]) => name !== "request_key");
    if (button?.name) fields.push([button.name, button.value]);
    fields.push(["tapped_at", now()]);
    return {key: newKey(), user: page.user, url: pathOf(form), fields, tapped_at: now()};
  }

  // What the tapped button says, in the language of the page that is open now; elsewhere what it said when it was tapped.
  function labelOf(entry, forms) {
    const buttons = forms.flatMap((form) => [...form.elements].filter(({type}) => type === "submit"));
    const tapped = buttons.find((one) => entry.fields.some(([name, value]) => name === one.name && value === one.value));
    return (tapped ?? buttons[0])?.textContent.trim() ?? (entry.language === document.documentElement.lang ? entry.label : "");
  }

  function noteFor(entry, stopped) {
    const note = page.word("pending"), forms = formsFor(entry);
    if (!note) return;
    const part = (name) => note.querySelector(`[data-${name}]`);
    part("what").textContent = labelOf(entry, forms);
    part("refused").textContent = entry.refused ?? "";
    part("waiting").hidden = Boolean(entry.refused);
    part("again").hidden = !entry.refused;
    part("sign-in").hidden = stopped !== "sign-in";
    part("undo").addEventListener("click", () => outbox.undo(entry.order).then(() => paint()));
    part("again").addEventListener("click", () => outbox.put({...entry, refused: undefined}).then(() => flush()));
    for (const form of forms) form.hidden = true;
    if (forms.length) forms[0].after(note);
    else document.getElementById("content").prepend(note);
    notes.set(entry.order, {note, forms});
  }

  async function paint(stopped = "") {
    const entries = await outbox.of(page.user);
    for (const {note, forms} of notes.values()) {
      note.remove();
      for (const form of forms) form.hidden = false;
    }
    notes.clear();
    for (const entry of entries) noteFor(entry, stopped);
    clearTimeout(again);
    if (entries.some(({refused}) => !refused)) again = setTimeout(flush, AGAIN_MS);
  }

  // Tell the rest of the phone, then show what the server made of it: where it leads, or this page anew.
  async function arrived(sent, tapped) {
    page.tell({type: "sent"});
    const mine = tapped && sent.find(({key}) => key === tapped.key);
    const here = sent.some(({order}) => notes.has(order));
    if (page.dirty || !here) return;
    if (mine?.location && mine.location !== location.pathname + location.search) location.assign(mine.location);
    else location.reload();
  }

  function flush(tapped) {
    flushing = (flushing ?? Promise.resolve()).then(async () => {
      const {sent, stopped} = await outbox.flush(page.user);
      if (sent.length) await arrived(sent, tapped);
      await paint(stopped);
      if (stopped === "later") (await navigator.serviceWorker?.ready)?.sync?.register("outbox").catch(() => {});
    }).catch(() => {});
    return flushing;
  }

  async function take(form, button) {
    const entry = entryOf(form, button);
    [entry.label, entry.language] = [(button ?? form.querySelector("button"))?.textContent.trim() ?? "", document.documentElement.lang];
    try {
      entry.order = await outbox.add(entry);
    } catch {
      form.removeAttribute("data-outbox");               // nothing can be written here: send it as a plain form
      return form.requestSubmit(button);
    }
    page.dirty = false;
    await paint();
    notes.get(entry.order)?.note.focus();
    return flush(entry);
  }

  addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-outbox]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take(event.target, event.submitter);
  }, true);

  // A copy stored without its question: the question's values go where the form left room for them.
  for (const [name, value] of new URLSearchParams(page.saved && location.search)) {
    for (const input of document.querySelectorAll("form[data-outbox] input[type=hidden]")) {
      if ([name, `${name}_id`].includes(input.name) && !input.value) input.value = value;
    }
  }

  outbox.keepOnly(page.user).then(() => paint()).then(() => flush()).catch(() => {});
  addEventListener("online", () => flush());
  document.addEventListener("htmx:after:request", () => notes.size && flush());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  navigator.serviceWorker?.addEventListener("message", ({data}) => {
    if (data?.type !== "sent") return;
    if (notes.size && !page.dirty) location.reload();
  });
})();
