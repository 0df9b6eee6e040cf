// What is kept on the phone: settings, sealed items, and the small readable cache.
// 1. A write is done when it is on the disk (durability "strict"), and not before.
// 2. An item, its counter and what the cache says of it are one transaction.

const NAME = "diary";
const STORES = { settings: {}, items: { keyPath: "counter" }, recent: { keyPath: "counter" } };

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
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, how] of Object.entries(STORES))
        request.result.createObjectStore(name, how);
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

  count() {
    return done(this.#begin(["items"], "readonly").objectStore("items").count());
  }

  // Let go of the items that somebody has on disk, told by their ids.
  async letGo(items, ids) {
    const kept = new Set(ids);
    const transaction = this.#begin(["items"], "readwrite");
    for (const item of items) {
      if (kept.has(item.id)) transaction.objectStore("items").delete(item.counter);
    }
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
