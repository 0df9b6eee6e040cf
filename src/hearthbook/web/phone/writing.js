// What is written with words: a note, an incident, words for an entry that is in already. Photos
// and voice notes go with it. Nothing of it can be read here once it is saved.

import * as acts from "./acts.js";
import { Files } from "./attached.js";
import { button, make } from "./parts.js";
import { say } from "./words.js";

export const WRITTEN = ["note", "photo", "voice", "incident"];
const EARLIER = [0, 15, 30, 60];
const MINUTE = 60_000;

const area = (label, rows, more = {}) =>
  make("textarea", {
    rows,
    maxlength: "4000",
    "aria-label": label,
    autocomplete: "off",
    ...more,
  });

const words = (field) => field.value.trim();

// One choice of several, each a chip; `many` lets more than one stand.
const chips = (label, choices, many = false) => {
  const chosen = new Set();
  const toggle = (key, chip) => {
    const on = chosen.has(key);
    if (!many) {
      chosen.clear();
      for (const other of row.children) other.setAttribute("aria-pressed", "false");
    }
    if (on) chosen.delete(key);
    else chosen.add(key);
    chip.setAttribute("aria-pressed", String(!on));
  };
  const row = make("div", { class: "chips", role: "group", "aria-label": label });
  for (const { key, name } of choices) {
    const chip = button(name, () => toggle(key, chip), { "aria-pressed": "false" });
    row.append(chip);
  }
  return { box: make("fieldset", {}, make("legend", {}, label), row), chosen };
};

// Show a sheet that is filled in and saved; `save` returns the entry, or nothing if it is empty.
const fill = (page, title, parts, files, save) => {
  const press = button(say("save"), () => act(), { class: "primary" });
  const act = async () => {
    press.disabled = true;
    await files.finish();
    const saved = await page.saving(save);
    press.disabled = false;
    if (saved === undefined) files.warn(say("not-saved"));
    if (saved && (await files.keepWith(saved.entry.counter))) page.sheet.box.close();
    await page.send();
  };
  const hint = make("p", { class: "hint" }, say("note-hint"));
  page.sheet.open(title, ...parts, files.box, hint, press);
};

const note = (page, first) => {
  const field = area(say("more-note"), "4");
  const files = new Files(page);
  let written; // a photo that found no room is tried again, its words are not written twice
  fill(page, say("more-note"), [field], files, async () => {
    const text = words(field) || files.named();
    if (!text) return null;
    written ??= await page.diary.write(acts.note(text));
    return { entry: written };
  });
  if (first) files.begin(first);
  else field.focus();
};

const clockField = () => {
  const near = new Date(Date.now() - new Date().getTimezoneOffset() * MINUTE);
  return make("input", {
    type: "datetime-local",
    value: near.toISOString().slice(0, 16),
    max: near.toISOString().slice(0, 16),
    "aria-label": say("incident-when"),
  });
};

// When it was: a chip, or the clock turned back by hand.
const when = () => {
  const opened = Date.now();
  const field = clockField();
  const first = field.value;
  const names = EARLIER.map((minutes) => ({
    key: minutes,
    name: minutes ? say("earlier", { minutes }) : say("incident-now"),
  }));
  const near = chips(say("incident-when"), names);
  near.box.append(field);
  const moment = () => {
    if (field.value && field.value !== first) return new Date(field.value).getTime();
    return opened - [...near.chosen].reduce((_, minutes) => minutes * MINUTE, 0);
  };
  return { box: near.box, moment };
};

const incident = (page) => {
  const time = when();
  const what = area(say("incident-what"), "3");
  const said = area(say("incident-words"), "2");
  const who = page.carers();
  const children = page.children.map(({ key }) => ({ key, name: page.nameOf(key) }));
  const speaker = chips(say("incident-speaker"), who);
  const to = chips(say("incident-to"), [...who, ...children], true);
  const there = chips(say("incident-there"), [...who, ...children], true);
  const files = new Files(page);
  const label = (text, field) => make("label", { class: "asked" }, text, field);
  const parts = [
    time.box,
    label(say("incident-what"), what),
    label(say("incident-words"), said),
    speaker.box,
    to.box,
    there.box,
  ];
  let written;
  fill(page, say("more-incident"), parts, files, async () => {
    if (written) return { entry: written };
    if (!words(what) && !words(said)) return null;
    const at = time.moment();
    const people = [...there.chosen].filter(Boolean);
    if (words(what)) written = await page.diary.write(acts.incident(words(what), people, at));
    if (words(said)) {
      const [by = ""] = speaker.chosen;
      const those = [...to.chosen].filter(Boolean);
      const quoted = await page.diary.write(acts.statement(words(said), by, those, at));
      if (written) written.also = quoted;
      else written = quoted;
    }
    return { entry: written };
  });
  what.focus();
};

export const write = (page, kind) => {
  if (kind === "incident") return incident(page);
  return note(page, kind === "note" ? "" : kind);
};

// Words, a photo or a voice note for an entry that is in already.
export const addTo = (page, entry) => {
  const title = say("add-note");
  const field = area(title, "4");
  const files = new Files(page);
  const takesWords = ["care", "visit", "measurement"].includes(entry.act.kind);
  fill(page, title, takesWords ? [field] : [], files, async () => {
    const changed = words(field);
    if (changed) await page.diary.change(entry, { note: changed }, "adjusted");
    field.value = "";
    return changed || files.named() ? { entry } : null;
  });
  field.focus();
};
