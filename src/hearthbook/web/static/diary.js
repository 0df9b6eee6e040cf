// What the pages do beside htmx: cover and leave, lock when idle, send files, keys for answers.
"use strict";

const cover = document.getElementById("cover");
const token = document.body.dataset.token;
const hide = () => { cover.hidden = false; };

// What shuts one tab shuts them all: another may lie open behind it.
const tabs = new BroadcastChannel("diary-pages");
const shut = (to) => { hide(); window.location.replace(to); };
if (document.body.dataset.seconds) tabs.addEventListener("message", () => shut("/diary"));

// Leaving covers first, and only then asks the server; without a server the cover stays.
function leave() {
  hide();
  tabs.postMessage("shut");
  document.title = document.body.dataset.title;
  fetch("/leave", { method: "POST", headers: { "x-form": token }, keepalive: true })
    .catch(() => undefined)
    .finally(() => window.location.replace("/diary"));
}

for (const button of document.querySelectorAll("[data-leave]")) {
  button.addEventListener("click", (event) => { event.preventDefault(); leave(); });
}

let escaped = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.dataset.seconds) return;
  const now = performance.now();
  if (now - escaped < 700) leave();
  escaped = now;
});

// The switcher of apps shows the last picture of a page: an empty one, where the browser lets us.
document.addEventListener("visibilitychange", () => {
  if (document.body.dataset.seconds) cover.hidden = document.visibilityState === "visible";
});

// A browser may keep a page that was left whole, to show it again at once: it keeps a covered one.
if (document.body.dataset.seconds) window.addEventListener("pagehide", hide);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) { hide(); window.location.reload(); }
});

// What is typed here is for the diary alone: no browser keeps it to offer it to the next person.
document.addEventListener("htmx:load", (event) => {
  const own = event.target.matches("form") ? [event.target] : [];
  for (const form of [...own, ...event.target.querySelectorAll("form")]) form.autocomplete = "off";
});

// A file dropped beside its field would replace the page, and what was typed into it.
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!event.target.closest || !event.target.closest("input[type=file]")) event.preventDefault();
  });
}

// A form goes out once, however often a tired thumb taps.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.getAttribute("action") === "/lock") tabs.postMessage("shut");
  form.dataset.sent = "yes";
});

// The server locks when nobody asks anything for a while; the page then shows nothing either.
const seconds = Number(document.body.dataset.seconds || 0);
const BEAT = 15000;
let last = Date.now();
for (const name of ["pointerdown", "keydown", "scroll"]) {
  document.addEventListener(name, () => { last = Date.now(); }, { passive: true });
}
if (seconds) {
  setInterval(() => {
    if (Date.now() - last > seconds * 1000) shut("/unlock");
  }, 1000);
  // Reading and typing count as being there, even where nothing is sent; looking whether the
  // diary was locked from elsewhere does not.
  setInterval(async () => {
    const method = Date.now() - last < BEAT ? "POST" : "GET";
    const headers = { "x-form": token, "hx-request": "true" };
    const answer = await fetch("/here", { method, headers }).catch(() => undefined);
    if (answer && answer.status === 401) shut("/unlock");
  }, BEAT);
}

// A file goes out as it is, piece by piece, and the bar says how far it is.
document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (!chosen.dataset || !chosen.dataset.send) return;
  const list = document.getElementById(chosen.dataset.into);
  for (const file of chosen.files) send(file, chosen.dataset.send, list);
  chosen.value = "";
});

function send(file, address, list) {
  const place = document.createElement("div");
  const bar = document.createElement("progress");
  const name = document.createElement("p");
  place.className = "card";
  name.textContent = file.name;
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  place.append(name, bar);
  list.prepend(place);
  const request = new XMLHttpRequest();
  request.open("POST", address);
  request.setRequestHeader("x-form", token);
  request.setRequestHeader("hx-request", "true");
  request.setRequestHeader("x-name", encodeURIComponent(file.name));
  request.setRequestHeader("content-type", "application/octet-stream");
  request.upload.addEventListener("progress", (sent) => {
    if (sent.lengthComputable) bar.value = Math.floor(100 * sent.loaded / sent.total);
  });
  request.addEventListener("load", () => {
    const away = request.getResponseHeader("hx-redirect");
    if (away) { hide(); window.location.replace(away); return; }
    place.innerHTML = request.responseText;
    htmx.process(place);
  });
  request.addEventListener("error", () => { name.textContent = document.body.dataset.lost; bar.remove(); });
  request.send(file);
}

// In the month: arrows go from day to day, Enter opens one. With Alt, Page Up and Page Down turn
// the day, the week or the month; without, they scroll as ever.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const turned = event.altKey && document.querySelector(`[data-page="${event.key}"]`);
  if (turned) { event.preventDefault(); turned.click(); return; }
  const day = !event.altKey && event.target.closest && event.target.closest(".month a");
  if (!day || !(event.key in STEPS)) return;
  const days = [...document.querySelectorAll(".month a")];
  const wanted = days[days.indexOf(day) + STEPS[event.key]];
  event.preventDefault();
  if (wanted) wanted.focus();
});

// In the story: a is yes, r is no, e opens what can be changed; the passage is shown beside.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest && event.target.closest("input, textarea, select");
  const draft = document.querySelector("[data-draft]");
  if (typing || !draft || event.ctrlKey || event.metaKey || event.altKey) return;
  const wanted = draft.querySelector(`[data-key="${event.key}"]`);
  if (wanted) { event.preventDefault(); wanted.click(); if (wanted.matches("input")) wanted.focus(); }
});

function point() {
  const draft = document.querySelector("[data-draft]");
  for (const old of document.querySelectorAll("mark.now")) old.classList.remove("now");
  if (!draft) return;
  const marks = document.querySelectorAll(`mark[data-of~="${draft.dataset.draft}"]`);
  for (const mark of marks) mark.classList.add("now");
  if (marks.length) marks[0].scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:afterSettle", point);
point();
