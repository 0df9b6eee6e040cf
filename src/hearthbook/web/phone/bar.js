// What was saved last, where the thumb is: take it back, or put it right with a second tap.

import { swapped } from "./acts.js";
import { nameOfAct } from "./cards.js";
import { childrenOf } from "./diary.js";
import { button, make } from "./parts.js";
import { clock, length, say } from "./words.js";

const EARLIER = [5, 10, 15, 30];
const STEP = 10;
const FIRST = 60;
const PAUSE = 900;
const WORDED = ["care", "visit", "measurement", "note", "incident", "statement"];

export class Bar {
  constructor(page) {
    this.page = page;
    this.saved = null;
    this.box = make("section", { class: "bar", "aria-label": say("last-saved") });
    this.pending = null;
  }

  // Show what was saved. `ended`: the tap ended something.
  show(saved) {
    this.settle();
    this.saved = saved;
    this.draw();
  }

  clear(words) {
    this.#say(make("p", { class: "said", role: "status" }, words));
  }

  warn(words) {
    this.#say(make("p", { class: "said warned", role: "alert" }, words));
  }

  #say(words) {
    this.saved = null;
    this.box.replaceChildren(make("div", { class: "top" }, words, this.#rarer()));
  }

  #rarer() {
    return button(say("more"), () => this.page.sheet.more(), { class: "more" });
  }

  draw() {
    if (!this.saved) return;
    const { entry, ended } = this.saved;
    const { act } = entry;
    const times = act.until ? `${clock(act.at)}–${clock(act.until)}` : clock(act.at);
    const names = this.page.namesOf(childrenOf(act));
    const long = act.until ? length(act.until - act.at) : "";
    const said = [names, times, long].filter(Boolean).join(" · ");
    const undo =
      ended === "parted" ? null : button(say("undo"), () => this.#undo(), { class: "undo" });
    const top = make(
      "div",
      { class: "top" },
      make("p", { class: "said", role: "status" }, make("b", {}, nameOfAct(act)), ` ${said}`),
      undo,
      this.#rarer(),
    );
    this.box.replaceChildren(top, ...this.#more(act, ended));
  }

  #more(act, ended) {
    const rows = [];
    if (act.way === "bottle") rows.push(...act.shares.map((share) => this.#amount(share)));
    if (act.way === "breast" && act.shares.length > 1 && !ended) {
      rows.push(
        make(
          "div",
          { class: "chips" },
          button(say("swap"), () => this.#put(swapped(act))),
        ),
      );
    }
    const earlier = EARLIER.map((minutes) =>
      button(say("earlier", { minutes }), () => this.#move(minutes, ended), {
        "aria-label": say("earlier-long", { minutes }),
      }),
    );
    rows.push(make("div", { class: "chips" }, ...earlier));
    if (act.by !== undefined) rows.push(this.#who(act));
    if (WORDED.includes(act.kind)) {
      rows.push(
        make(
          "div",
          { class: "chips" },
          button(say("add-note"), () => this.page.askNote(this.saved.entry)),
        ),
      );
    }
    return rows;
  }

  #who(act) {
    const chips = this.page
      .carers()
      .map(({ key, name }) =>
        button(name, () => this.#put({ by: key }), { "aria-pressed": String(act.by === key) }),
      );
    return make(
      "div",
      { class: "chips who", role: "group", "aria-label": say("who") },
      ...chips,
    );
  }

  #amount(share) {
    const name = this.page.nameOf(share.child);
    const shown = share.ml ? say("ml", { ml: share.ml }) : say("not-measured");
    const step = (by) => this.#pour(share.child, by);
    return make(
      "div",
      { class: "amount", role: "group", "aria-label": name },
      make("span", {}, name),
      button("−", () => step(-STEP), { "aria-label": say("less", { name }) }),
      make("output", {}, shown),
      button("+", () => step(STEP), { "aria-label": say("more-of", { name }) }),
    );
  }

  // Steps of an amount are gathered: one change is written when the thumb rests.
  #pour(child, by) {
    const { entry } = this.saved;
    const shares = entry.act.shares.map((share) => {
      if (share.child !== child) return share;
      const ml = share.ml ? share.ml + by : by > 0 ? FIRST : 0;
      return ml > 0 ? { child, ml } : { child };
    });
    entry.act = { ...entry.act, shares };
    clearTimeout(this.pending?.timer);
    const write = () => this.page.diary.change(entry, { shares }, "adjusted");
    this.pending = { write, timer: setTimeout(() => this.settle(), PAUSE) };
    this.draw();
  }

  // Write at once what waits for the thumb to rest.
  settle() {
    if (!this.pending) return;
    const { write, timer } = this.pending;
    clearTimeout(timer);
    this.pending = null;
    this.page.saving(async () => void (await write()));
  }

  #move(minutes, ended) {
    const field = ended ? "until" : "at";
    const moment = this.saved.entry.act[field] - minutes * 60_000;
    if (ended && moment < this.saved.entry.act.at) return;
    this.#put({ [field]: moment });
  }

  #put(fields) {
    this.settle();
    const { entry } = this.saved;
    this.page.saving(
      async () => void (await this.page.diary.change(entry, fields, "adjusted")),
    );
  }

  #undo() {
    const { entry, ended } = this.saved;
    clearTimeout(this.pending?.timer);
    this.pending = null;
    this.page.saving(async () => {
      await this.page.diary.takeBack(entry);
      if (!ended) return this.clear(say("undone", { what: nameOfAct(entry.act) }));
      // The end was the slip: what ran goes on, as an entry of its own.
      const { until, ...open } = entry.act;
      await this.page.diary.write(open);
      return this.clear(say("undone-end", { what: nameOfAct(entry.act) }));
    });
  }
}
