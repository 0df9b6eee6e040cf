// The page "Tonight": boots from what is on the phone, alone; nothing else is needed to write.

import { Bar } from "./bar.js";
import { cards } from "./cards.js";
import { Diary } from "./diary.js";
import { Outbox } from "./outbox.js";
import { learned, readLink } from "./pairing.js";
import { button, icon, make } from "./parts.js";
import { Sealer, nameOf } from "./seal.js";
import { settings } from "./settings.js";
import { Sheet } from "./sheet.js";
import { Store } from "./store.js";
import { Tiles } from "./tiles.js";
import { clock, language, say, speak } from "./words.js";
import { addTo } from "./writing.js";

const SOON = 400;
const AGAIN = 60_000;

class Page {
  constructor(store, known) {
    this.store = store;
    this.children = known.children;
    this.others = known.carers;
    this.by = "me";
    this.waiting = 0;
    this.root = document.querySelector("main");
  }

  async begin(known) {
    this.device = await nameOf(known.key);
    const counter = (await this.store.get("counter")) ?? 0;
    this.outbox = new Outbox(
      this.store,
      new Sealer(known.key, known.recipient),
      known.recipient,
      counter,
    );
    this.diary = new Diary(this.outbox, this.store, (await this.store.get("remember")) ?? true);
    await this.diary.load();
    await this.store.tidy();
    this.look = (await this.store.get("look")) ?? "auto";
    this.outbox.changed = () => this.#count();
    this.tiles = new Tiles(this);
    this.bar = new Bar(this);
    this.sheet = new Sheet(this);
    this.#dress();
    this.draw();
    if (!counter) await this.outbox.write({ kind: "hello" });
    await this.#count();
    this.#listen();
    this.send();
  }

  nameOf(key) {
    const place = this.children.findIndex((child) => child.key === key);
    return this.children[place]?.name || say("nth-child", { number: place + 1 });
  }

  namesOf(keys) {
    return keys.map((key) => this.nameOf(key)).join(", ");
  }

  carers() {
    return [{ key: "me", name: say("me") }, ...this.others, { key: "", name: say("somebody") }];
  }

  carerName(key) {
    return key === "me" || key === undefined
      ? ""
      : this.carers().find((one) => one.key === key)?.name;
  }

  // Do what saves, measure it, and show what came of it. Nothing counts as saved before it is.
  // Resolves with what was saved, null if there was nothing to save, undefined if it failed.
  async saving(act) {
    const began = performance.now();
    try {
      const saved = await act();
      performance.measure("saved", { start: began });
      if (saved) this.bar.show(saved);
      else this.bar.draw();
      return saved ?? null;
    } catch (error) {
      const full = error?.name === "QuotaExceededError";
      this.bar.warn(say(full ? "not-saved-full" : "not-saved"));
      return undefined;
    } finally {
      this.refresh();
      setTimeout(() => this.send(), SOON);
    }
  }

  askNote(entry) {
    addTo(this, entry);
  }

  async send() {
    await this.outbox.handOver();
    await this.#count();
  }

  async #count() {
    this.waiting = await this.store.count();
    if (this.status)
      this.status.textContent = say(this.waiting ? "waiting" : "handed-over", {
        count: this.waiting,
      });
  }

  async setLook(look) {
    this.look = look;
    await this.store.put("look", look);
    this.#dress();
  }

  async setLanguage(wanted) {
    await this.store.put("language", wanted);
    await speak(wanted);
    this.draw();
  }

  async setRemember(wanted) {
    await this.store.put("remember", wanted);
    await this.diary.remember(wanted);
    this.draw();
  }

  #dress() {
    document.documentElement.dataset.look = this.look;
  }

  draw() {
    this.status = make("p", { class: "status", role: "status" });
    this.time = make("p", { class: "time" });
    const tools = [
      button(icon("night"), () => this.sheet.night(), { "aria-label": say("night") }),
      button(icon("settings"), () => settings(this, this.sheet), {
        "aria-label": say("settings"),
      }),
      button(say("cover"), () => this.cover(), { class: "cover-now" }),
    ];
    const head = make(
      "header",
      { class: "head" },
      make("div", {}, this.time, this.status),
      make("nav", {}, ...tools),
    );
    this.lasts = make("div", { class: "lasts" });
    this.root.replaceChildren(
      make("h1", { class: "unseen" }, say("title")),
      head,
      this.lasts,
      this.tiles.draw(),
      this.bar.box,
      this.sheet.box,
    );
    if (this.bar.saved) this.bar.draw();
    else this.bar.clear(say("ready"));
    this.refresh();
    this.#count();
  }

  refresh() {
    this.time.textContent = clock(Date.now());
    this.tiles.tick();
    const plain = document.body.classList.contains("plain");
    if (plain) {
      const show = () => (document.body.classList.remove("plain"), this.refresh());
      this.lasts.replaceChildren(button(say("show-last"), show, { class: "wide" }));
    } else if (this.diary.remembers || this.diary.entries.size)
      this.lasts.replaceChildren(cards(this));
    else this.lasts.replaceChildren(make("p", { class: "hint" }, say("remember-is-off")));
  }

  // First the page is covered, then the plain diary is there, without what was last.
  cover() {
    document.body.classList.add("covered", "plain");
    this.sheet.box.close();
    this.bar.settle();
    this.bar.clear(say("ready"));
    this.refresh();
    const open = () => (document.body.classList.remove("covered"), veil.remove());
    const veil = make(
      "button",
      { type: "button", class: "veil", on: { click: open } },
      make("span", {}, clock(Date.now())),
      make("small", {}, say("title")),
    );
    document.body.append(veil);
    veil.focus();
  }

  #listen() {
    setInterval(() => document.hidden || this.tiles.tick(), 1000);
    setInterval(() => document.hidden || this.refresh(), 20_000);
    setInterval(() => this.waiting && !document.hidden && this.send(), AGAIN);
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.bar.settle());
    document.addEventListener("visibilitychange", () => {
      // Best effort: the app switcher should show an empty page.
      document.body.classList.toggle("away", document.hidden);
      if (document.hidden) this.bar.settle();
      else (this.refresh(), this.send());
    });
  }
}

// Nothing can be written yet: say why and, where a link would help, take one.
const first = (words, takesLink) => {
  const field = make("textarea", {
    rows: "4",
    "aria-label": say("paste-link"),
    autocomplete: "off",
    spellcheck: "false",
  });
  const take = () => {
    const fragment = field.value.trim().split("#")[1] ?? "";
    if (!readLink(fragment)) return;
    location.assign(`#${fragment}`);
    location.reload();
  };
  const link = takesLink ? [field, button(say("begin"), take, { class: "primary" })] : [];
  const said = [make("h1", {}, say("title")), make("p", {}, words)];
  document
    .querySelector("main")
    .replaceChildren(make("section", { class: "first" }, ...said, ...link));
};

const boot = async () => {
  await speak(navigator.language.slice(0, 2));
  // A browser gives these only to pages that came over https, or from this very machine.
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB)
    return first(say("cannot-seal"), false);
  const store = await Store.open();
  await speak((await store.get("language")) ?? language());
  const known = await learned(store);
  if (typeof known === "string") return first(say(known), known === "not-paired");
  navigator.storage?.persist?.();
  const page = new Page(store, known);
  await page.begin(known);
  window.diary = page; // for whoever looks inside, and for the tests
  return document.documentElement.setAttribute("data-ready", "");
};

navigator.serviceWorker?.register("sw.js").catch(() => {});
boot().catch(() => first(say("cannot-seal"), false));
