// Forms with `data-passkey`: shown where the phone can unlock them; they send what it signed.
"use strict";
(() => {
  if (!self.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !part.hidden;

  // By hand: older browsers can't do it.
  const read = (asked) => {
    for (const part of [asked, asked.user ?? {}, ...(asked.excludeCredentials ?? asked.allowCredentials)]) {
      for (const name of ["challenge", "id"]) if (part[name]) part[name] = page.bytes(part[name]);
    }
    return asked;
  };
  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const written = ({id, type, response}) => {
    const sent = {};
    for (const name in response) if (response[name] instanceof ArrayBuffer) sent[name] = text(response[name]);
    return JSON.stringify({id, type, rawId: id, response: sent});
  };

  async function signed({passkey, options}) {
    const asked = options ? JSON.parse(options) : await (await fetch(passkey, {method: "POST"})).json();
    return written(await navigator.credentials[asked.user ? "create" : "get"]({publicKey: read(asked)}));
  }

  addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (!form.matches("[data-passkey]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.disabled = true;
    try {
      form.elements.credential.value = await signed(form.dataset);
      form.submit();
    } catch {
      form.querySelector("[data-failed]").hidden = false;
    }
    button.disabled = false;
  }, true);
})();
