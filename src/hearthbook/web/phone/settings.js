// Settings, handing over by hand, and what this page can and cannot keep from others.

import { button, make } from "./parts.js";
import { LANGUAGES, clock, language, say } from "./words.js";

const LOOKS = ["auto", "night", "day"];

const choice = (label, choices) =>
  make("fieldset", {}, make("legend", {}, label), make("div", { class: "chips" }, ...choices));

const filling = async () => {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const lasting = (await navigator.storage?.persisted?.()) ?? false;
  const megabytes = (bytes) => Math.ceil(bytes / 1_000_000);
  const fill = say("fill", { used: megabytes(usage), of: megabytes(quota) });
  return [fill, say(lasting ? "lasting" : "not-lasting")];
};

const handOver = (page, again) => {
  const send = async () => {
    const file = await page.outbox.file();
    if (navigator.canShare?.({ files: [file] })) {
      await navigator.share({ files: [file] }).catch(() => {});
      return;
    }
    const address = URL.createObjectURL(file);
    make("a", { href: address, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return [
    make("h3", {}, say("hand-over")),
    make("p", {}, say("waiting", { count: page.waiting })),
    make(
      "div",
      { class: "chips tall" },
      button(say("send-now"), () => page.send().then(again)),
      button(say("as-file"), send),
    ),
    make("p", { class: "hint" }, say("as-file-hint")),
  ];
};

export const settings = async (page, sheet) => {
  const pick = (label, on, act) => button(label, act, { "aria-pressed": String(on) });
  const again = () => settings(page, sheet);
  const looks = LOOKS.map((look) =>
    pick(
      say(`look-${look}`),
      page.look === look,
      async () => (await page.setLook(look), again()),
    ),
  );
  const tongues = LANGUAGES.map((one) =>
    pick(
      say(`language-${one}`),
      language() === one,
      async () => (await page.setLanguage(one), again()),
    ),
  );
  const remember = [true, false].map((wanted) =>
    pick(
      say(wanted ? "remember-on" : "remember-off"),
      page.diary.remembers === wanted,
      async () => {
        await page.setRemember(wanted);
        again();
      },
    ),
  );
  const fill = await filling();
  sheet.open(
    say("settings"),
    ...handOver(page, again),
    make("h3", {}, say("this-phone")),
    make("p", { class: "mark" }, page.device),
    make("p", { class: "hint" }, say("mark-hint")),
    choice(say("remember"), remember),
    make("p", { class: "hint" }, say("remember-hint")),
    choice(say("look"), looks),
    choice(say("language"), tongues),
    ...fill.map((words) => make("p", { class: "hint" }, words)),
    make("h3", {}, say("honest")),
    make("p", { class: "hint" }, say("honest-1")),
    make("p", { class: "hint" }, say("honest-2")),
    make("p", { class: "hint" }, say("shown-at", { time: clock(Date.now()) })),
  );
};
