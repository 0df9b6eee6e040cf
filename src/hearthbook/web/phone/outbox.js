// The outbox: every act is sealed before it is stored, and stored until somebody has it on disk.

import { base64, growing } from "./seal.js";
import { CounterMovedError } from "./store.js";

const MEDIA_TYPE = "application/x-diary-items";
const TOGETHER = 100;
const PATIENCE = 20_000;
const PIECE = 1 << 18;
const MOST_PIECES = 150;
export const LARGEST = PIECE * MOST_PIECES;

// A file that is larger than one item can name the pieces of.
export class TooLargeError extends Error {}

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
        const item = { counter, id, sealed, pieces: act.pieces ?? [] };
        await this.store.addItem(item, cache(counter));
        this.counter = counter;
        this.changed();
        return counter;
      } catch (error) {
        if (!(error instanceof CounterMovedError)) throw error;
        this.counter = (await this.store.get("counter")) ?? 0;
      }
    }
  }

  // Seal a file and store it; it belongs to what was written with the counter `of`. No more of
  // it is held than one piece. Nothing of it stays if it does not go in whole.
  async attach(file, of, name) {
    if (file.size > LARGEST) throw new TooLargeError();
    const whole = growing();
    const pieces = [];
    try {
      for (let at = 0; at < file.size; at += PIECE) {
        const raw = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
        whole.add(raw);
        const piece = await this.sealer.sealBytes(raw);
        await this.store.addPiece(piece);
        pieces.push(piece.id);
      }
      const media = file.type.split(";")[0];
      const about = { name, media, size: file.size, sha256: whole.end() };
      return await this.write({ kind: "attach", of, ...about, pieces });
    } catch (error) {
      await this.store.dropPieces(pieces).catch(() => {});
      throw error;
    }
  }

  #head() {
    return `diary-items/1 ${this.recipient} ${Date.now()}\n`;
  }

  packet(items) {
    return [this.#head(), ...items.map((item) => `${base64(item.sealed)}\n`)].join("");
  }

  // Hand over what waits; true if nothing waits any more. Never two at once.
  handOver() {
    this.sending ??= this.#handOver().finally(() => (this.sending = null));
    return this.sending;
  }

  async #handOver() {
    for (;;) {
      const items = await this.store.waiting(TOGETHER);
      if (!items.length) return this.#handFiles();
      const kept = await this.#post(this.packet(items), PATIENCE);
      if (!kept?.length) return false;
      await this.store.letGo(items, kept);
      this.changed();
    }
  }

  // What is small went first; now the pieces of files, one at a time: a lost one is sent again.
  async #handFiles() {
    for (const { counter, pieces } of await this.store.files()) {
      for (const id of pieces) {
        const sealed = await this.store.piece(id);
        if (!sealed) continue;
        const body = `${this.#head()}piece ${base64(sealed)}\n`;
        if (!(await this.#post(body, PATIENCE * 3))?.includes(id)) return false;
        await this.store.dropPieces([id]);
      }
      await this.store.fileDone(counter);
      this.changed();
    }
    return true;
  }

  // Return the ids that are on somebody's disk now, or nothing.
  async #post(body, patience) {
    try {
      const answer = await fetch("outbox", {
        method: "POST",
        headers: { "content-type": MEDIA_TYPE },
        body,
        credentials: "omit",
        signal: AbortSignal.timeout(patience),
      });
      return answer.ok ? (await answer.json()).kept : null;
    } catch {
      return null;
    }
  }

  // Return all that waits as one file, for the share menu or as a download. A line at a time goes
  // into it: the browser keeps what is large on its disk.
  async file() {
    const items = await this.store.waiting();
    const lines = [new Blob([this.packet(items)])];
    for (const { pieces } of [...items, ...(await this.store.files())]) {
      for (const id of pieces ?? []) {
        const sealed = await this.store.piece(id);
        if (sealed) lines.push(new Blob([`piece ${base64(sealed)}\n`]));
      }
    }
    const day = new Date().toISOString().slice(0, 10);
    return new File(lines, `diary-${day}.txt`, { type: "text/plain" });
  }
}
