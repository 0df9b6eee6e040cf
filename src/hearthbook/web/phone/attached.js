// Photos and voice notes that go with what is being written. They are held by the browser until
// "Save"; then they are sealed, and cannot be seen or heard here again.

import { LARGEST, TooLargeError } from "./outbox.js";
import { button, make } from "./parts.js";
import { Voice, canRecord } from "./voice.js";
import { say, timer } from "./words.js";

const megabytes = (bytes) => (bytes / 1_000_000).toFixed(1).replace(".", say("point"));

export class Files {
  constructor(page) {
    this.page = page;
    this.files = [];
    this.voice = null;
    this.input = make("input", {
      type: "file",
      accept: "image/*",
      capture: "environment",
      class: "unseen",
      tabindex: "-1",
      "aria-label": say("more-photo"),
      on: { change: () => this.#chosen() },
    });
    this.list = make("ul", { class: "held" });
    this.said = make("p", { class: "hint", role: "status" });
    this.record = button(say("more-voice"), () => this.#turn(), { class: "record" });
    const photo = button(say("more-photo"), () => this.input.click());
    const tools = make("div", { class: "chips" }, photo, canRecord() ? this.record : null);
    this.box = make("div", { class: "files" }, tools, this.input, this.list, this.said);
  }

  begin(kind) {
    if (kind === "photo") this.input.click();
    else if (canRecord()) this.#turn();
    else this.said.textContent = say("no-microphone");
  }

  // What to call an entry that has no words.
  named() {
    const [first] = this.files;
    if (!first) return "";
    return say(first.type.startsWith("image/") ? "more-photo" : "more-voice");
  }

  #chosen() {
    this.files.push(...this.input.files);
    this.input.value = "";
    this.#draw();
  }

  #draw() {
    const rows = this.files.map((file) => {
      const drop = () => {
        this.files = this.files.filter((one) => one !== file);
        this.#draw();
      };
      const what = say(file.type.startsWith("image/") ? "more-photo" : "more-voice");
      const size = say("megabytes", { size: megabytes(file.size) });
      const away = button("×", drop, { "aria-label": say("drop-file", { what }) });
      return make("li", {}, make("span", {}, `${what} · ${size}`), away);
    });
    this.list.replaceChildren(...rows);
  }

  // Begin to record, or end it.
  async #turn() {
    if (this.voice) return this.finish();
    try {
      this.voice = await Voice.begin();
    } catch {
      this.said.textContent = say("no-microphone");
      return undefined;
    }
    this.said.textContent = say("voice-own");
    this.record.classList.add("on");
    const tick = () => {
      const label = say("voice-end", { time: timer(Date.now() - this.voice.began) });
      this.record.textContent = label;
    };
    tick();
    this.clock = setInterval(tick, 1000);
    // A covered or hidden page records nothing.
    this.hidden = () => document.hidden && this.finish();
    document.addEventListener("visibilitychange", this.hidden);
    this.voice.stopped.then(() => this.finish());
    this.page.sheet.box.addEventListener("close", () => this.finish(), { once: true });
    return undefined;
  }

  // End what is being recorded, if anything is.
  async finish() {
    const { voice } = this;
    if (!voice) return;
    this.voice = null;
    clearInterval(this.clock);
    document.removeEventListener("visibilitychange", this.hidden);
    const file = await voice.stop();
    if (file.size) this.files.push(file);
    this.record.classList.remove("on");
    this.record.textContent = say("more-voice");
    this.said.textContent = "";
    this.#draw();
  }

  // Seal and store them; true if all are in. What is not stays in the sheet, to be tried again.
  async keepWith(counter) {
    while (this.files.length) {
      const [file] = this.files;
      try {
        await this.page.outbox.attach(file, counter, file.name.slice(0, 100));
      } catch (error) {
        this.warn(this.#why(error));
        return false;
      }
      this.files.shift();
      this.#draw();
    }
    return true;
  }

  warn(words) {
    this.said.setAttribute("role", "alert");
    this.said.textContent = words;
  }

  #why(error) {
    if (error instanceof TooLargeError)
      return say("file-large", { most: Math.floor(LARGEST / 1_000_000) });
    return say(error?.name === "QuotaExceededError" ? "file-full" : "file-not-saved");
  }
}
