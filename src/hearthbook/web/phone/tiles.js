// The tiles: a column for each child, and one for both. One tap saves.

import * as acts from "./acts.js";
import { icon, make } from "./parts.js";
import { say, timer } from "./words.js";

const sideOf = (entry, child) =>
  entry?.act.shares?.find((share) => share.child === child)?.side;

export class Tiles {
  // `page` gives the diary, the children, who does it, and takes what was saved.
  constructor(page) {
    this.page = page;
    this.live = [];
  }

  columns() {
    const each = this.page.children.map((child) => [child.key]);
    const all = this.page.children.map((child) => child.key);
    if (each.length < 2) return each;
    if (each.length > 2) return [...each, all];
    return [each[0], all, each[1]];
  }

  name(children) {
    if (children.length > 1) return say(children.length === 2 ? "both" : "all");
    return this.page.nameOf(children[0]);
  }

  draw() {
    this.live = [];
    const columns = this.columns().map((children) => this.#column(children));
    const look = columns.length > 3 ? "tiles dense" : "tiles";
    const about = { class: look, role: "group", "aria-label": say("tiles") };
    const grid = make("div", about, ...columns);
    grid.style.setProperty("--columns", columns.length);
    return grid;
  }

  #column(children) {
    const place = this.page.children.findIndex((child) => child.key === children[0]);
    const many = children.length > 1;
    const head = make("h2", {}, this.name(children));
    const about = { class: `column ${many ? "many" : `child${place % 4}`}` };
    return make("section", about, head, ...this.#tiles(children, many));
  }

  #tiles(children, many) {
    const by = () => this.page.by;
    const wet = () => this.#save(() => acts.diaper(children, true, false, by()));
    const dirty = () => this.#save(() => acts.diaper(children, false, true, by()));
    const both = () => this.#save(() => acts.diaper(children, true, true, by()));
    const sides = many ? [undefined] : ["left", "right"];
    return [
      this.#tile("wet", children, wet),
      this.#tile("dirty", children, dirty),
      this.#tile("wet-dirty", children, both),
      ...sides.map((side) => this.#breast(children, side)),
      this.#tile("bottle", children, () => this.#bottle(children)),
      this.#sleep(children),
    ];
  }

  #tile(name, children, act, kind = name) {
    const label = make("span", { class: "label" }, say(`tile-${name}`));
    const about = {
      type: "button",
      class: `tile ${kind}`,
      "data-tile": name,
      "aria-label": say("tile-for", {
        tile: say(`tile-${name}-long`),
        name: this.name(children),
      }),
      on: { click: act },
    };
    return make("button", about, icon(kind), label);
  }

  #breast(children, side) {
    const name = side ? `breast-${side}` : "breast-both";
    const mine = (child) => {
      const entry = this.page.diary.running(child, "feed");
      return side && sideOf(entry, child) !== side ? undefined : entry;
    };
    const act = () =>
      this.#toggle("feed", children, mine, (those) =>
        acts.breast(those, side, children, this.page.by),
      );
    const tile = this.#tile(name, children, act, "breast");
    this.live.push({ tile, children, mine, name });
    return tile;
  }

  #sleep(children) {
    const mine = (child) => this.page.diary.running(child, "sleep");
    const act = () =>
      this.#toggle("sleep", children, mine, (those) => acts.sleep(those, this.page.by));
    const tile = this.#tile("sleep", children, act);
    this.live.push({ tile, children, mine, name: "sleep" });
    return tile;
  }

  #bottle(children) {
    const amounts = Object.fromEntries(
      children.map((child) => [child, this.page.diary.amount(child)]),
    );
    return this.#save(() => acts.bottle(children, amounts, this.page.by));
  }

  // What runs for all of them ends; else it begins for those for whom it does not run yet.
  #toggle(kind, children, mine, begin) {
    const idle = children.filter((child) => !mine(child));
    return this.page.saving(async () => {
      const { diary } = this.page;
      if (!idle.length) {
        const start = mine(children[0]);
        const whole = children.every((child) => mine(child) === start);
        const entry = await diary.endAll(kind, children, Date.now());
        return { entry, ended: whole ? "whole" : "parted" };
      }
      // The other side, begun: what ran on the first one ends with it.
      if (kind === "feed") await diary.endAll("feed", idle, Date.now());
      return { entry: await diary.write(begin(idle)) };
    });
  }

  #save(act) {
    return this.page.saving(async () => ({ entry: await this.page.diary.write(act()) }));
  }

  // Show what runs, and for how long.
  tick() {
    for (const { tile, children, mine, name } of this.live) {
      const entries = children.map(mine);
      const on = entries.every(Boolean);
      tile.setAttribute("aria-pressed", String(on));
      const label = tile.querySelector(".label");
      const shown = on ? timer(Date.now() - entries[0].act.at) : say(`tile-${name}`);
      if (label.textContent !== shown) label.textContent = shown;
    }
  }
}
