// A sheet over the tiles: what is rarer, figures without a keyboard, words with one.

import * as acts from "./acts.js";
import { handOverCard } from "./cards.js";
import { button, icon, make } from "./parts.js";
import { say } from "./words.js";
import { WRITTEN, write } from "./writing.js";

const AT_ONCE = {
  solids: (those, by) => acts.solids(those, by),
  pump: (those, by) => acts.care("pump", those, by),
  medicine: (those, by) => acts.care("medicine", those, by),
  bath: (those, by) => acts.care("bath", those, by),
  soothing: (those, by) => acts.care("soothing", those, by),
};
// How many signs stand after the point, and the unit's name.
const FIGURES = {
  "temperature-tenth-c": { after: 1, most: 4 },
  "weight-g": { after: 0, most: 5 },
  "length-mm": { after: 1, most: 4 },
  "head-mm": { after: 1, most: 3 },
};

export class Sheet {
  constructor(page) {
    this.page = page;
    this.box = make("dialog", { class: "sheet" });
    this.box.addEventListener(
      "click",
      (event) => event.target === this.box && this.box.close(),
    );
    this.chosen = null;
  }

  open(title, ...inside) {
    const close = button("×", () => this.box.close(), {
      class: "close",
      "aria-label": say("close"),
    });
    const head = make("header", {}, make("h2", {}, title), close);
    this.box.replaceChildren(head, make("div", { class: "inside" }, ...inside));
    if (!this.box.open) this.box.showModal();
  }

  more() {
    const all = this.page.children.map((child) => child.key);
    this.chosen ??= all;
    const choices = all.length > 1 ? [...all.map((key) => [key]), all] : [all];
    const named = (those) =>
      those.length > 1 ? say(those.length === 2 ? "both" : "all") : this.page.nameOf(those[0]);
    const whom = choices.map((those) =>
      button(named(those), () => ((this.chosen = those), this.more()), {
        "aria-pressed": String(
          those.length === this.chosen.length && those[0] === this.chosen[0],
        ),
      }),
    );
    const kinds = [...Object.keys(AT_ONCE), ...Object.keys(FIGURES), "visit", ...WRITTEN];
    const tiles = kinds.map((kind) =>
      make(
        "button",
        {
          type: "button",
          class: "tile",
          "data-kind": kind,
          on: { click: () => this.#take(kind) },
        },
        icon(kind),
        make("span", { class: "label" }, say(`more-${kind}`)),
      ),
    );
    this.open(
      say("more"),
      make(
        "div",
        { class: "chips whom", role: "group", "aria-label": say("for-whom") },
        ...whom,
      ),
      make("div", { class: "grid" }, ...tiles),
    );
  }

  #take(kind) {
    if (AT_ONCE[kind]) return this.#write(AT_ONCE[kind](this.chosen, this.page.by));
    if (FIGURES[kind])
      return this.#pad(
        kind,
        this.chosen.length > 1 ? this.page.children[0].key : this.chosen[0],
      );
    return kind === "visit" ? this.#visit() : write(this.page, kind);
  }

  #write(act) {
    this.box.close();
    return this.page.saving(async () => ({ entry: await this.page.diary.write(act) }));
  }

  #pad(kind, child) {
    const { after, most } = FIGURES[kind];
    let typed = "";
    const shown = make("output", { class: "figure" });
    const draw = () => {
      const whole = typed.padStart(after + 1, "0");
      const text = after
        ? `${whole.slice(0, -after)}${say("point")}${whole.slice(-after)}`
        : whole;
      shown.textContent = say(`unit-${kind}`, { value: typed ? text : "–" });
      save.disabled = !Number(typed);
    };
    const type = (sign) => {
      if (typed.length < most) typed += sign;
      draw();
    };
    const drop = () => ((typed = typed.slice(0, -1)), draw());
    const save = button(
      say("save"),
      () => this.#write(acts.measurement(child, kind, Number(typed))),
      { class: "primary" },
    );
    const whom = this.page.children.map(({ key }) =>
      button(this.page.nameOf(key), () => this.#pad(kind, key), {
        "aria-pressed": String(key === child),
      }),
    );
    const keys = [..."123456789"].map((sign) => button(sign, () => type(sign)));
    const erase = button("⌫", drop, { "aria-label": say("erase") });
    const pad = make(
      "div",
      { class: "pad" },
      ...keys,
      erase,
      button("0", () => type("0")),
      save,
    );
    this.open(say(`more-${kind}`), make("div", { class: "chips whom" }, ...whom), shown, pad);
    draw();
  }

  #visit() {
    const guests = this.page.carers().filter(({ key }) => key !== "me");
    const chips = guests.map(({ key, name }) =>
      button(name, () => this.#write(acts.visit(key, this.chosen))),
    );
    this.open(
      say("more-visit"),
      make("p", {}, say("visit-who")),
      make("div", { class: "chips tall" }, ...chips),
    );
  }

  night() {
    const pick = (entry) => {
      this.box.close();
      this.page.bar.show({ entry });
    };
    this.open(say("night"), ...handOverCard(this.page, pick));
  }
}
