// The outbox: every act is sealed before it is stored, and stored until somebody has it on disk.

import { base64 } from "./seal.js";
import { CounterMovedError } from "./store.js";

const MEDIA_TYPE = "application/x-diary-items";
const TOGETHER = 100;
const PATIENCE = 20_000;

const run = Array.from(crypto.getRandomValues(new Uint8Array(4)), (b) => b.toString(16)).join(
  "",
);

export class Outbox {
  constructor(store, sealer, recipient, counter) {
    this.store = store;
    this.sealer = sealer;
    this.recipient = recipient;
    this.counter = counter;
    this.tail = Promise.resolve();
    this.sending = null;
    this.changed = () => {};
  }

  // Seal and store an act; resolves with its counter once it is on the disk.
  write(act, cache = () => null) {
    const written = Date.now();
    const up = Math.round(performance.now());
    const next = this.tail.then(() => this.#write(act, cache, written, up));
    this.tail = next.catch(() => {});
    return next;
  }

  async #write(act, cache, written, up) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    for (;;) {
      const counter = this.counter + 1;
      const body = { v: 1, to: this.recipient, counter, written, zone, run, up, act };
      const { sealed, id } = await this.sealer.seal(body);
      try {
        await this.store.addItem({ counter, id, sealed }, cache(counter));
        this.counter = counter;
        this.changed();
        return counter;
      } catch (error) {
        if (!(error instanceof CounterMovedError)) throw error;
        this.counter = (await this.store.get("counter")) ?? 0;
      }
    }
  }

  packet(items) {
    const lines = items.map((item) => base64(item.sealed));
    return [`diary-items/1 ${this.recipient} ${Date.now()}`, ...lines, ""].join("\n");
  }

  // Hand over what waits; true if nothing waits any more. Never two at once.
  handOver() {
    this.sending ??= this.#handOver().finally(() => (this.sending = null));
    return this.sending;
  }

  async #handOver() {
    for (;;) {
      const items = await this.store.waiting(TOGETHER);
      if (!items.length) return true;
      try {
        const answer = await fetch("outbox", {
          method: "POST",
          headers: { "content-type": MEDIA_TYPE },
          body: this.packet(items),
          credentials: "omit",
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (!answer.ok) return false;
        const { kept } = await answer.json();
        await this.store.letGo(items, kept);
        this.changed();
        if (!kept.length) return false;
      } catch {
        return false;
      }
    }
  }

  // Return all that waits as one file, for the share menu or as a download.
  async file() {
    const items = await this.store.waiting();
    const day = new Date().toISOString().slice(0, 10);
    return new File([this.packet(items)], `diary-${day}.txt`, { type: "text/plain" });
  }
}
