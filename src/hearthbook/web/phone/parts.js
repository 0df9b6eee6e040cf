// Pieces of the page. Words go in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

export const make = (tag, about = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (name === "on")
      for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (name === "class") made.className = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one !== undefined && one !== null));
  return made;
};

export const icon = (name) => {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  made.append(use);
  return made;
};

export const button = (label, act, about = {}) =>
  make("button", { type: "button", ...about, on: { click: act } }, label);
