// What can be tapped, as the acts the home program reads.

const now = () => Date.now();
const shares = (children, more = {}) => children.map((child) => ({ child, ...more }));

export const diaper = (children, wet, dirty, by) => ({
  kind: "diaper",
  shares: shares(children, { wet, dirty }),
  by,
  at: now(),
});

// One child on one side; of two at once, the first of `all` on the left.
export const breast = (children, side, all, by) => ({
  kind: "feed",
  way: "breast",
  shares: children.map((child) => ({
    child,
    side: side ?? (all.indexOf(child) % 2 ? "right" : "left"),
  })),
  by,
  at: now(),
});

export const bottle = (children, amounts, by) => ({
  kind: "feed",
  way: "bottle",
  shares: children.map((child) => (amounts[child] ? { child, ml: amounts[child] } : { child })),
  by,
  at: now(),
});

export const solids = (children, by) => ({
  kind: "feed",
  way: "solids",
  shares: shares(children),
  by,
  at: now(),
});

export const sleep = (children, by) => ({ kind: "sleep", children, by, at: now() });

export const care = (act, children, by) => ({
  kind: "care",
  act,
  children: act === "pump" ? [] : children,
  by,
  at: now(),
});

export const measurement = (child, quantity, value) => ({
  kind: "measurement",
  child,
  quantity,
  value,
  at: now(),
});

export const visit = (person, children) => ({ kind: "visit", person, children, at: now() });

export const note = (text) => ({ kind: "note", text, at: now() });

export const incident = (what, people, at) => ({ kind: "incident", what, people, at });

export const statement = (words, speaker, to, at) => ({
  kind: "statement",
  words,
  speaker,
  to,
  at,
});

export const swapped = (act) => ({
  shares: act.shares.map((share) => ({
    ...share,
    side: share.side === "left" ? "right" : "left",
  })),
});
