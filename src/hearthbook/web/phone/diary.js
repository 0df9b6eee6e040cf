// What was tapped on this phone in the last two days, and what follows from it.
// Only plain care is remembered readable, and only if she wants it: no words, no visitors.

const HOUR = 3_600_000;
export const KEPT = 48 * HOUR;
const PLAIN = new Set(["feed", "diaper", "sleep", "care"]);

export const childrenOf = (act) =>
  act.shares?.map((share) => share.child) ?? act.children ?? (act.child ? [act.child] : []);

const runs = (act) => act.kind === "sleep" || (act.kind === "feed" && act.way === "breast");

const without = (act, child) => {
  if (act.shares) return { shares: act.shares.filter((share) => share.child !== child) };
  return { children: act.children.filter((one) => one !== child) };
};

const only = (act, child) => {
  if (act.shares) return { shares: act.shares.filter((share) => share.child === child) };
  return { children: [child] };
};

export class Diary {
  constructor(outbox, store, remembers) {
    this.outbox = outbox;
    this.store = store;
    this.remembers = remembers;
    this.entries = new Map();
  }

  async load() {
    const old = [];
    for (const entry of await this.store.recent()) {
      if (entry.act.at < Date.now() - KEPT) old.push(entry.counter);
      else this.entries.set(entry.counter, entry);
    }
    if (old.length) await this.store.forget(old);
  }

  async remember(wanted) {
    this.remembers = wanted;
    if (!wanted) {
      this.entries.clear();
      await this.store.forget();
    }
  }

  #cached(counter, act) {
    const { note, ...plain } = act;
    return this.remembers && PLAIN.has(act.kind) ? { put: { counter, act: plain } } : null;
  }

  // Write an act down; resolves with its entry once it is on the disk.
  async write(act) {
    const counter = await this.outbox.write(act, (number) => this.#cached(number, act));
    const entry = { counter, act };
    if (PLAIN.has(act.kind)) this.entries.set(counter, entry);
    return entry;
  }

  // Put fields of an entry right, or end it. What was written down with it (`also`: the words said
  // at an incident) moves and goes with it.
  async change(entry, fields, why) {
    const act = { ...entry.act, ...fields };
    const change = { kind: "change", of: entry.counter, why, ...fields };
    await this.outbox.write(change, () => this.#cached(entry.counter, act));
    entry.act = act;
    if (entry.also && "at" in fields) await this.change(entry.also, { at: fields.at }, why);
    return entry;
  }

  async takeBack(entry) {
    const act = { kind: "retract", of: entry.counter };
    await this.outbox.write(act, () => ({ drop: entry.counter }));
    this.entries.delete(entry.counter);
    if (entry.also) await this.takeBack(entry.also);
  }

  running(child, kind) {
    const open = [...this.entries.values()].filter(
      ({ act }) =>
        act.kind === kind && runs(act) && !act.until && childrenOf(act).includes(child),
    );
    return open.at(-1);
  }

  // End what runs for one child. What others share in it goes on for them.
  async end(entry, child, until) {
    if (childrenOf(entry.act).length === 1) return this.change(entry, { until }, "ended");
    const own = { ...entry.act, ...only(entry.act, child), until };
    await this.change(entry, without(entry.act, child), "adjusted");
    return this.write(own);
  }

  // End what runs for several children with one entry, or with one for each.
  async endAll(kind, children, until) {
    let last;
    for (const child of children) {
      const entry = this.running(child, kind);
      if (!entry) continue;
      const all = childrenOf(entry.act).every((one) => children.includes(one));
      last = all
        ? await this.change(entry, { until }, "ended")
        : await this.end(entry, child, until);
    }
    return last;
  }

  #of(child, test) {
    return [...this.entries.values()]
      .filter(({ act }) => childrenOf(act).includes(child) && test(act))
      .sort((one, other) => one.act.at - other.act.at);
  }

  last(child, kind) {
    return this.#of(child, (act) => act.kind === kind).at(-1);
  }

  // The middle one of the gaps between feeds (ms); undefined if there are fewer than three.
  usualGap(child) {
    const at = this.#of(child, (act) => act.kind === "feed").map(({ act }) => act.at);
    const gaps = at.slice(1).map((one, place) => one - at[place]);
    return gaps.length < 3 ? undefined : gaps.sort((a, b) => a - b)[gaps.length >> 1];
  }

  amount(child) {
    const bottles = this.#of(child, (act) => act.kind === "feed" && act.way === "bottle");
    return bottles.at(-1)?.act.shares.find((share) => share.child === child)?.ml;
  }

  since(moment) {
    return [...this.entries.values()]
      .filter(({ act }) => act.at >= moment || act.until >= moment)
      .sort((one, other) => one.act.at - other.act.at);
  }
}
