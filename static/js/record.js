// Records up to 30 seconds into the form's own file field: the form is then sent like any other.
"use strict";
(() => {
  const MOST_MS = 30_000;
  const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

  function fill(input, parts, type) {
    const plain = type.split(";")[0], chosen = new DataTransfer();
    chosen.items.add(new File(parts, `voice.${plain.match(/webm|ogg/)?.[0] ?? "m4a"}`, {type: plain}));
    input.files = chosen.files;
  }

  function prepare(form) {
    const part = (name) => form.querySelector(`[data-record-${name}]`);
    const input = form.elements.sound;
    const recording = (on) => {
      part("start").hidden = on;
      part("stop").hidden = !on;
    };
    const without = (why) => {
      part(why).hidden = false;
      part("choose").open = true;
    };
    const ready = () => { part("save").disabled = !input.files.length; };

    async function start() {
      part("denied").hidden = part("none").hidden = true;
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({audio: true});
      } catch ({name}) {
        return without(["NotFoundError", "NotReadableError"].includes(name) ? "none" : "denied");
      }
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      const recorder = new MediaRecorder(stream, {mimeType, audioBitsPerSecond: 32_000}), parts = [];
      const end = Date.now() + MOST_MS;
      const tick = setInterval(() => {
        part("left").textContent = Math.max(0, Math.ceil((end - Date.now()) / 1000));
        if (Date.now() >= end && recorder.state === "recording") recorder.stop();
      }, 250);
      recorder.addEventListener("dataavailable", ({data}) => parts.push(data));
      recorder.addEventListener("stop", () => {
        clearInterval(tick);
        for (const track of stream.getTracks()) track.stop();
        fill(input, parts, recorder.mimeType);
        part("sound").src = URL.createObjectURL(input.files[0]);
        part("sound").hidden = false;
        recording(false);
        ready();
        part("save").focus();
      }, {once: true});
      part("stop").onclick = () => recorder.state === "recording" && recorder.stop();
      addEventListener("pagehide", () => recorder.state === "recording" && recorder.stop());
      recording(true);
      recorder.start();
      part("stop").focus();
    }

    if (!navigator.mediaDevices?.getUserMedia || !self.MediaRecorder) {
      part("start").hidden = true;
      return without("none");
    }
    part("choose").open = false;
    input.addEventListener("change", ready);
    ready();
    part("start").addEventListener("click", start);
  }
  for (const form of document.querySelectorAll("form[data-record]")) prepare(form);
})();
