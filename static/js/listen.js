// Reads a card aloud: its recording, else a voice of exactly that language that lives on the phone itself (others would send
// the text to a company's server), else the sentence that there is no voice.
"use strict";
(() => {
  const SILENT = "button, form, svg, [aria-hidden=true], [hidden], .actions, .mark, [data-no-voice]";
  const base = (tag) => tag.toLowerCase().replaceAll("_", "-").split("-")[0];
  const isDari = (tag) => /^(fa-af|prs)\b/i.test(tag.replaceAll("_", "-"));
  const fits = (voice, language) => isDari(language) ? isDari(voice.lang) : base(voice.lang) === base(language);
  let playing = null, stop = () => {};

  const voices = () => new Promise((resolve) => {
    const known = self.speechSynthesis?.getVoices() ?? [];
    if (known.length || !self.speechSynthesis) return resolve(known);
    speechSynthesis.addEventListener("voiceschanged", () => resolve(speechSynthesis.getVoices()), {once: true});
    setTimeout(() => resolve(speechSynthesis.getVoices()), 1000);
  });

  // The words in their order, cut where the language changes.
  function pieces(card) {
    const found = [];
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const {parentElement: parent, data} = walker.currentNode;
      const text = data.replace(/\s+/g, " ").trim();
      if (!text || parent.closest(SILENT)) continue;
      const lang = parent.closest("[lang]").lang, last = found.at(-1);
      if (last?.lang === lang) last.text += `, ${text}`;
      else found.push({lang, text});
    }
    return found;
  }

  function end(button) {
    button.setAttribute("aria-pressed", "false");
    if (playing === button) playing = null;
  }

  async function record(button) {
    const audio = new Audio(button.dataset.audio);
    stop = () => audio.pause();
    audio.addEventListener("ended", () => end(button));
    await audio.play();
  }

  async function speak(button) {
    const known = (await voices()).filter(({localService}) => localService);
    const said = pieces(button.closest("[data-speak]") ?? document.getElementById("content"))
      .map((piece) => ({...piece, voice: known.find((voice) => fits(voice, piece.lang))}));
    if (said.some(({voice}) => !voice)) showNoVoice(button);
    const heard = said.filter(({voice}) => voice);
    if (!heard.length || playing !== button) return end(button);
    stop = () => speechSynthesis.cancel();
    speechSynthesis.cancel();
    heard.forEach(({text, voice}, place) => {
      const words = Object.assign(new SpeechSynthesisUtterance(text), {voice, lang: voice.lang, rate: 0.9});
      if (place === heard.length - 1) words.onend = words.onerror = () => end(button);
      speechSynthesis.speak(words);
    });
  }

  function showNoVoice(button) {
    const note = document.querySelector("[data-no-voice]");
    if (!note) return;
    // Right under the button: who can't read must see that the tap did something.
    (button.closest(".card__top, .person") ?? button).after(note);
    note.hidden = false;
    note.scrollIntoView({block: "nearest"});
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-listen]");
    if (!button) return;
    const again = playing === button;
    stop();
    if (playing) end(playing);
    if (again) return;
    playing = button;
    button.setAttribute("aria-pressed", "true");
    if (button.dataset.audio && await record(button).then(() => true, () => false)) return;
    await speak(button);
  });
  addEventListener("pagehide", () => stop());
})();
