// What is kept on the phone: settings, sealed items, and the small readable cache.
// 1. A write is done when it is on the disk (durability "strict"), and not before.
// 2. An item, its counter and what the cache says of it are one transaction.
// 3. Pieces of a file are put in before the item that names them. Pieces that no item names were
//    left by a page that was killed half way. They go when the page begins anew, an hour later.
// 4. An item that somebody has on disk leaves behind, in `files`, which of its pieces still wait.

const NAME = "diary";
const STORES = {
  settings: {},
  items: { keyPath: "counter" },
  recent: { keyPath: "counter" },
  pieces: { keyPath: "id" },
  files: { keyPath: "counter" },
};
const HOUR = 3_600_000;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    transaction.onerror = (event) => event.preventDefault();
  });

// Another page of the same phone has written in between: sign again with the next counter.
export class CounterMovedError extends Error {}

export class Store {
  static async open() {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = () => {
      const db = request.result;
      for (const [name, how] of Object.entries(STORES))
        if (!db.objectStoreNames.contains(name)) db.createObjectStore(name, how);
    };
    return new Store(await done(request));
  }

  constructor(db) {
    this.db = db;
    db.onversionchange = () => db.close();
  }

  #begin(names, mode) {
    return this.db.transaction(names, mode, { durability: "strict" });
  }

  get(name) {
    return done(this.#begin(["settings"], "readonly").objectStore("settings").get(name));
  }

  async put(name, value) {
    const transaction = this.#begin(["settings"], "readwrite");
    transaction.objectStore("settings").put(value, name);
    await finished(transaction);
  }

  // Keep `item` if its counter is the next one, and do to the cache what `recent` says.
  async addItem(item, recent) {
    const transaction = this.#begin(["settings", "items", "recent"], "readwrite");
    const settings = transaction.objectStore("settings");
    let moved = false;
    settings.get("counter").onsuccess = (event) => {
      if ((event.target.result ?? 0) !== item.counter - 1) {
        moved = true;
        transaction.abort();
        return;
      }
      transaction.objectStore("items").add(item);
      settings.put(item.counter, "counter");
      const cache = transaction.objectStore("recent");
      if (recent?.put) cache.put(recent.put);
      if (recent?.drop) cache.delete(recent.drop);
    };
    try {
      await finished(transaction);
    } catch (error) {
      throw moved ? new CounterMovedError() : error;
    }
  }

  waiting(limit) {
    return done(this.#begin(["items"], "readonly").objectStore("items").getAll(null, limit));
  }

  // How many items and files wait.
  async count() {
    const transaction = this.#begin(["items", "files"], "readonly");
    const [items, files] = ["items", "files"].map((name) =>
      done(transaction.objectStore(name).count()),
    );
    return (await items) + (await files);
  }

  // Let go of the items that somebody has on disk, told by their ids.
  async letGo(items, ids) {
    const kept = new Set(ids);
    const transaction = this.#begin(["items", "files"], "readwrite");
    for (const { id, counter, pieces } of items) {
      if (!kept.has(id)) continue;
      transaction.objectStore("items").delete(counter);
      if (pieces?.length) transaction.objectStore("files").put({ counter, pieces });
    }
    await finished(transaction);
  }

  async addPiece(piece) {
    const transaction = this.#begin(["pieces"], "readwrite");
    transaction.objectStore("pieces").add({ ...piece, made: Date.now() });
    await finished(transaction);
  }

  async piece(id) {
    const held = this.#begin(["pieces"], "readonly").objectStore("pieces").get(id);
    return (await done(held))?.sealed;
  }

  async dropPieces(ids) {
    const transaction = this.#begin(["pieces"], "readwrite");
    for (const id of ids) transaction.objectStore("pieces").delete(id);
    await finished(transaction);
  }

  files() {
    return done(this.#begin(["files"], "readonly").objectStore("files").getAll());
  }

  // All of a file is on somebody's disk.
  async fileDone(counter) {
    const transaction = this.#begin(["files"], "readwrite");
    transaction.objectStore("files").delete(counter);
    await finished(transaction);
  }

  // Let go of pieces that no item names and that no page can still be at.
  async tidy() {
    const names = ["items", "files", "pieces"];
    const transaction = this.#begin(names, "readwrite");
    const pieces = transaction.objectStore("pieces");
    const rows = names.slice(0, 2).map((name) => done(transaction.objectStore(name).getAll()));
    const named = new Set((await Promise.all(rows)).flat().flatMap((row) => row.pieces ?? []));
    pieces.openCursor().onsuccess = ({ target: { result: at } }) => {
      if (!at) return;
      if (!named.has(at.value.id) && at.value.made < Date.now() - HOUR) at.delete();
      at.continue();
    };
    await finished(transaction);
  }

  recent() {
    return done(this.#begin(["recent"], "readonly").objectStore("recent").getAll());
  }

  async forget(counters) {
    const transaction = this.#begin(["recent"], "readwrite");
    const cache = transaction.objectStore("recent");
    if (counters === undefined) cache.clear();
    else for (const counter of counters) cache.delete(counter);
    await finished(transaction);
  }
}
