// Sign what was tapped with the phone's own key, and seal it to the vault's recipient.
// The key is made here and cannot be taken out; what is sealed cannot be opened here.

import { Encrypter, hashing } from "./age.js";

const HEAD = "hearthbook-item/1";
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CURVE = { name: "ECDSA", namedCurve: "P-256" };

const bytes = (text) => new TextEncoder().encode(text);

export const base64 = (raw) => {
  let text = "";
  for (let at = 0; at < raw.length; at += 8192) {
    text += String.fromCharCode(...raw.subarray(at, at + 8192));
  }
  return btoa(text);
};

const sha256 = async (raw) => new Uint8Array(await crypto.subtle.digest("SHA-256", raw));
const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");

// JSON in printable ASCII: what stands in an item is the same text on every machine.
const ascii = (value) =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === "string" ? inner.normalize("NFC") : inner,
  ).replace(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

// A hash that grows with what it is given, for what is too large to be held at once.
export const growing = () => {
  const whole = hashing.create();
  return { add: (raw) => whole.update(raw), end: () => hex(whole.digest()) };
};

export const newKey = async () => {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
  const open = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { sign: pair.privateKey, open };
};

// The short name of a phone: the first 60 bits of its key's hash, in twelve signs.
export const nameOf = async (key) => {
  const hash = await sha256(key.open);
  let number = BigInt(`0x${hex(hash.subarray(0, 8))}`) >> 4n;
  let text = "";
  for (let place = 0; place < 12; place += 1) {
    text = SIGNS[Number(number & 31n)] + text;
    number >>= 5n;
  }
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
};

export class Sealer {
  constructor(key, recipient) {
    this.key = key;
    this.encrypter = new Encrypter();
    this.encrypter.addRecipient(recipient);
  }

  // Return the sealed bytes of a body, and their id.
  async seal(body) {
    const part = `${HEAD}\n${base64(this.key.open)}\n${ascii(body)}\n`;
    const how = { name: "ECDSA", hash: "SHA-256" };
    const signature = await crypto.subtle.sign(how, this.key.sign, bytes(part));
    return this.sealBytes(`${part}${base64(new Uint8Array(signature))}\n`);
  }

  // The same for bytes that are not signed: what names their id is.
  async sealBytes(plain) {
    const sealed = await this.encrypter.encrypt(plain);
    return { sealed, id: hex(await sha256(sealed)) };
  }
}
