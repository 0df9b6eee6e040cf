// What the link after the # says: the vault's recipient, and the names the page may show.

import { newKey } from "./seal.js";

const RECIPIENT = /^age1[0-9a-z]{58}$/;
const KEY = /^([0-9a-f]{8})\.(.*)$/s;

const people = (parts, name) =>
  parts
    .getAll(name)
    .map((part) => KEY.exec(part))
    .filter(Boolean)
    .map(([, key, text]) => ({ key, name: text }));

export const readLink = (fragment) => {
  const parts = new URLSearchParams(fragment);
  const recipient = parts.get("to") ?? "";
  const children = people(parts, "c");
  if (parts.get("v") !== "1" || !RECIPIENT.test(recipient) || !children.length) return null;
  return { recipient, children, carers: people(parts, "a") };
};

// Return what the phone knows, or the name of the words to say instead.
export const learned = async (store) => {
  const link = readLink(location.hash.slice(1));
  // The link is not to stand in the history or in the address.
  if (location.hash) history.replaceState(null, "", location.pathname);
  const known = await store.get("known");
  if (link && known && known.recipient !== link.recipient) return "other-diary";
  if (!link) return known ?? "not-paired";
  const key = known?.key ?? (await newKey());
  const now = { ...link, key };
  await store.put("known", now);
  return now;
};
