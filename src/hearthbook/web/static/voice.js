// Records a voice note into a form's field for files: it goes out as any chosen file does.
"use strict";

(() => {
  // Safari says that it can write webm too, and then plays none of it: the plain form comes first.
  const FORMS = [["audio/mp4;codecs=mp4a.40.2", "m4a"], ["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
  const LONGEST = 600000;

  async function record(button, hint) {
    const field = document.getElementById(button.dataset.record);
    const label = button.textContent;
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { hint.textContent = button.dataset.none; return; }
    const [mimeType, ending] = FORMS.find(([form]) => MediaRecorder.isTypeSupported?.(form)) ?? [undefined, "m4a"];
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32000 });
    const parts = [];
    let waits = false;
    const end = () => { if (recorder.state !== "inactive") recorder.stop(); };
    const hidden = () => { if (document.hidden) end(); };
    recorder.ondataavailable = ({ data }) => { if (data.size) parts.push(data); };
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      clearTimeout(limit);
      document.removeEventListener("visibilitychange", hidden);
      const at = new Date().toISOString().slice(0, 16).replace(/[-:T]/g, "");
      const all = new DataTransfer();
      for (const file of field.files) all.items.add(file);
      all.items.add(new File(parts, `voice-${at}.${ending}`, { type: recorder.mimeType }));
      field.files = all.files;
      field.form.removeEventListener("submit", first);
      if (waits) field.form.requestSubmit();
      button.textContent = label;
      button.onclick = () => record(button, hint);
    };
    // A form that goes out takes along what is being said.
    const first = (event) => { event.preventDefault(); event.stopPropagation(); waits = true; end(); };
    field.form.addEventListener("submit", first);
    const limit = setTimeout(end, LONGEST);
    document.addEventListener("visibilitychange", hidden);
    button.onclick = end;
    button.textContent = button.dataset.end;
    recorder.start(5000);
  }

  for (const button of document.querySelectorAll("[data-record]")) {
    if (!window.MediaRecorder || !navigator.mediaDevices) continue;
    const hint = document.getElementById(button.getAttribute("aria-describedby"));
    button.hidden = hint.hidden = false;
    button.onclick = () => record(button, hint);
  }
})();
