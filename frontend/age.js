export { Encrypter } from "age-encryption";
export { sha256 as hashing } from "@noble/hashes/sha2.js";
