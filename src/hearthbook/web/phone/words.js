// The words of one language, asked for by name; the same catalogue as the home program's.

export const LANGUAGES = ["en", "ru"];
let held = {};
let spoken = "en";

export const speak = async (language) => {
  spoken = LANGUAGES.includes(language) ? language : "en";
  held = await (await fetch(`words-${spoken}.json`)).json();
  document.documentElement.lang = spoken;
  document.title = say("title");
};

export const say = (name, gaps = {}) =>
  (held[name] ?? name).replace(/\{(\w+)\}/g, (_, gap) => String(gaps[gap] ?? ""));

export const language = () => spoken;

export const clock = (moment) =>
  new Date(moment).toLocaleTimeString(spoken, {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });

// How long: minutes below an hour, then hours and minutes.
export const length = (ms) => {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return say("minutes", { minutes });
  return say("hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
};

export const timer = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
};
