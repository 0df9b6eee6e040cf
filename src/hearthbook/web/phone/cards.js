// What was last, for each child, as this phone knows it; and what happened "while you slept".

import { childrenOf } from "./diary.js";
import { make } from "./parts.js";
import { clock, length, say } from "./words.js";

const HOURS = 8;

export const nameOfAct = (act) => {
  if (act.kind === "diaper") {
    const [share] = act.shares;
    return say(
      share.wet && share.dirty
        ? "tile-wet-dirty-long"
        : share.wet
          ? "tile-wet-long"
          : "tile-dirty-long",
    );
  }
  if (act.kind === "feed") return say(`way-${act.way}`);
  if (act.kind === "care") return say(`act-${act.act}`);
  if (act.kind === "measurement") return say(`quantity-${act.quantity}`);
  return say(`kind-${act.kind}`);
};

const ago = (moment) => say("ago", { length: length(Date.now() - moment) });

const line = (what, detail, ...more) =>
  make(
    "p",
    { class: "last" },
    make("span", {}, what),
    ` ${detail}`,
    ...more.filter(Boolean).map((text) => make("small", {}, text)),
  );

const fed = (diary, child) => {
  const entry = diary.last(child, "feed");
  if (!entry) return line(say("card-fed"), "–");
  const share = entry.act.shares.find((one) => one.child === child);
  const gap = diary.usualGap(child);
  const parts = [
    clock(entry.act.at),
    share.ml && say("ml", { ml: share.ml }),
    share.side && say(`side-${share.side}`),
  ].filter(Boolean);
  const usual = gap && say("card-gap", { length: length(gap) });
  return line(say("card-fed"), ago(entry.act.at), parts.join(" · "), usual);
};

const changed = (diary, child) => {
  const entry = diary.last(child, "diaper");
  return line(say("card-diaper"), entry ? ago(entry.act.at) : "–");
};

const slept = (diary, child) => {
  const entry = diary.last(child, "sleep");
  if (!entry) return line(say("card-sleep"), "–");
  const { at, until } = entry.act;
  if (until) return line(say("card-awake"), length(Date.now() - until));
  return line(say("card-asleep"), length(Date.now() - at));
};

export const cards = (page) =>
  make(
    "div",
    { class: "cards" },
    ...page.children.map((child, place) =>
      make(
        "section",
        { class: `card child${place % 4}`, "aria-label": page.nameOf(child.key) },
        make("h3", {}, page.nameOf(child.key)),
        fed(page.diary, child.key),
        changed(page.diary, child.key),
        slept(page.diary, child.key),
      ),
    ),
  );

const totals = (page, child, entries) => {
  const own = entries.filter(({ act }) => childrenOf(act).includes(child.key));
  const count = (test) => own.filter(({ act }) => test(act)).length;
  const ml = own
    .flatMap(({ act }) => act.shares ?? [])
    .reduce((sum, share) => sum + (share.child === child.key ? (share.ml ?? 0) : 0), 0);
  return make(
    "section",
    { class: "card" },
    make("h3", {}, page.nameOf(child.key)),
    line(
      say("card-fed"),
      `${count((act) => act.kind === "feed")}${ml ? ` · ${say("ml", { ml })}` : ""}`,
    ),
    line(say("card-diaper"), String(count((act) => act.kind === "diaper"))),
    slept(page.diary, child.key),
  );
};

// The hand-over card: what this phone was told in the last hours, newest first. A tap on a line
// brings it down to the thumb, to be changed or taken back.
export const handOverCard = (page, pick) => {
  const entries = page.diary.since(Date.now() - HOURS * 3_600_000);
  const rows = entries.toReversed().map((entry) => {
    const { act } = entry;
    const times = act.until ? `${clock(act.at)}–${clock(act.until)}` : clock(act.at);
    const about = [page.namesOf(childrenOf(act)), page.carerName(act.by)].filter(Boolean);
    const told = make("span", {}, make("time", {}, times), ` ${nameOfAct(act)}`);
    const line = make("button", { type: "button", on: { click: () => pick(entry) } }, told);
    line.append(make("small", {}, about.join(" · ")));
    return make("li", {}, line);
  });
  return [
    make("p", { class: "hint" }, say("night-basis", { hours: HOURS })),
    make(
      "div",
      { class: "cards" },
      ...page.children.map((child) => totals(page, child, entries)),
    ),
    rows.length ? make("ul", { class: "told" }, ...rows) : make("p", {}, say("night-nothing")),
  ];
};
