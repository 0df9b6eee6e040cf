// Files that are chosen or dropped, and whole folders: sent one after another onto one tray.
"use strict";

{
  const place = document.querySelector("[data-drop]");
  const list = document.getElementById(place.dataset.into);
  const VAULT = "vault.toml";

  const says = (name, gaps) =>
    place.dataset[name].replace(/\{(\w+)\}/g, (whole, gap) => gaps[gap] ?? whole);

  // What a folder holds, however deep; a folder that cannot be opened is said, not passed over.
  async function unfolded(entry) {
    const name = entry.fullPath.replace(/^\//, "");
    try {
      if (entry.isFile) return [{ name, file: await new Promise((got, no) => entry.file(got, no)) }];
      const reader = entry.createReader();
      const found = [];
      for (;;) {
        // Browsers hand a folder out in parts of a hundred.
        const some = await new Promise((got, no) => reader.readEntries(got, no));
        if (!some.length) break;
        for (const one of some) found.push(...await unfolded(one));
      }
      return found;
    } catch {
      return [{ name, left: "folder" }];
    }
  }

  // A vault in a folder is left out, as the command leaves it out.
  function withoutVaults(items) {
    const above = (name) => name.slice(0, Math.max(name.lastIndexOf("/"), 0));
    const vaults = new Set();
    for (const one of items) {
      if (one.name.split("/").pop() === VAULT && above(one.name)) vaults.add(above(one.name));
    }
    const inside = (name) => [...vaults].some((folder) => name.startsWith(`${folder}/`));
    const left = [...vaults].filter((one) => !inside(one)).map((name) => ({ name, left: "vault" }));
    return [...items.filter((one) => !inside(one.name)), ...left];
  }

  const named = (files) =>
    [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));

  // Some telephones choose no folders.
  const folder = document.getElementById("folder");
  folder.parentElement.hidden = !("webkitdirectory" in folder);

  for (const chosen of place.querySelectorAll("input[type=file]")) {
    chosen.addEventListener("change", () => {
      sendAll(named(chosen.files));
      chosen.value = "";
    });
  }

  for (const sort of ["dragover", "drop"]) {
    document.addEventListener(sort, (event) => {
      if (!event.dataTransfer || !event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      place.classList.toggle("over", sort === "dragover");
      if (sort === "drop") dropped(event.dataTransfer);
    });
  }
  document.addEventListener("dragleave", () => place.classList.remove("over"));

  // The entries must be asked for at once: after the event they are gone.
  async function dropped(held) {
    const items = [...held.items].filter((one) => one.kind === "file");
    const entries = items.map((one) => one.webkitGetAsEntry && one.webkitGetAsEntry());
    const files = named(held.files);
    if (!entries.length || entries.includes(null)) { sendAll(files); return; }
    const found = [];
    for (const entry of entries) found.push(...await unfolded(entry));
    sendAll(found);
  }

  async function sendAll(given) {
    const all = withoutVaults(given).sort((a, b) => (a.name < b.name ? -1 : 1));
    const most = Number(place.dataset.most);
    const items = all.slice(0, most);
    if (!items.length) return;
    const card = document.createElement("div");
    const said = document.createElement("p");
    const bar = document.createElement("progress");
    card.className = "card";
    bar.max = items.reduce((sum, one) => sum + (one.file ? one.file.size : 0), 0) || 1;
    bar.setAttribute("aria-label", items[0].name);
    card.append(said, bar);
    list.prepend(card);
    let tray = "";
    let before = 0;
    for (const [at, one] of items.entries()) {
      const gaps = { n: at + 1, of: items.length, file: one.name };
      said.textContent = says("sending", gaps);
      const answer = await sent(one, tray, at + 1 < items.length, (loaded) => {
        bar.value = before + loaded;
        if (one.file && loaded >= one.file.size) said.textContent = says("reading", gaps);
      });
      if (!answer) { said.textContent = document.body.dataset.lost; bar.remove(); return; }
      const away = answer.getResponseHeader("hx-redirect");
      if (away) { hide(); window.location.replace(away); return; }
      tray = answer.getResponseHeader("x-tray") || tray;
      before += one.file ? one.file.size : 0;
      if (answer.status === 200 && at + 1 < items.length) continue;
      card.innerHTML = answer.responseText;
      if (all.length > most) {
        const more = document.createElement("p");
        more.className = "note warn";
        more.textContent = says("many", { most, count: all.length - most });
        card.prepend(more);
      }
      htmx.process(card);
      return;
    }
  }

  // One file, as it is; resolves to the request when it was answered, to nothing if it was not.
  function sent(one, tray, more, moved) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", place.dataset.bring);
      const heads = {
        "x-form": token,
        "hx-request": "true",
        "x-name": encodeURIComponent(one.name),
        "content-type": "application/octet-stream",
      };
      if (tray) heads["x-tray"] = tray;
      if (more) heads["x-more"] = "yes";
      if (one.left) heads["x-left"] = one.left;
      for (const [head, value] of Object.entries(heads)) request.setRequestHeader(head, value);
      request.upload.addEventListener("progress", (event) => moved(event.loaded));
      request.addEventListener("load", () => resolve(request));
      request.addEventListener("error", () => resolve(undefined));
      request.send(one.file || "");
    });
  }
}
