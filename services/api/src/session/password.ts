import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { invalid } from "@netra/domain";

export const PASSWORD_MIN = 15;
export const PASSWORD_MAX = 256;

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. Read from the hash when verifying, so that it may grow later. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;

const derive = promisify(argon2) as (algorithm: "argon2id", parameters: Argon2Parameters) => Promise<Buffer>;
const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
/** The same password typed on another keyboard is the same password. */
const normal = (password: string): string => password.normalize("NFKC");

/** Hashes a password into a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. About 45 ms, on a thread of its own. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await derive("argon2id", { ...COST, message: normal(password), nonce, tagLength: TAG_BYTES });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(nonce)}$${unpadded(hash)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Whether a password is the one behind a hash. With null it takes as long and says no: an unknown name cannot be told from a wrong password. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(stored ?? NOBODY) ?? [];
  if (!salt || !hash) throw new Error("a stored password hash is not an argon2id PHC string");
  const expected = Buffer.from(hash, "base64");
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const actual = await derive("argon2id", { ...cost, message: normal(password), nonce: Buffer.from(salt, "base64"), tagLength: expected.byteLength });
  return timingSafeEqual(actual, expected) && stored !== null;
}

const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(TAG_BYTES))}`;

/** Beginnings of what guessers try first, in a form without spaces and marks. Source: the usual top lists, kept to what can grow to 15 characters. */
const GUESSED = [
  "password",
  "passwort",
  "katasandi",
  "sandi",
  "qwerty",
  "asdfgh",
  "iloveyou",
  "indonesia",
  "bawaslu",
  "netra",
  "admin",
  "letmein",
  "welcome",
  "rahasia",
];

/**
 * Refuses a password that is short, endless, or among the first guesses. No rule about kinds of characters.
 * Source: NIST SP 800-63B-4 (15 characters for a password alone, a list of refused ones, no composition rules).
 */
export function checkPassword(password: string, username: string): void {
  const length = [...normal(password)].length;
  if (length < PASSWORD_MIN)
    throw invalid("password-short", `Use at least ${PASSWORD_MIN} characters: a few words that belong together only for you.`);
  if (length > PASSWORD_MAX) throw invalid("password-long", `Use at most ${PASSWORD_MAX} characters.`);
  const rest = [joined(username), ...GUESSED].reduce((left, word) => (word === "" ? left : left.replaceAll(word, "")), joined(password));
  // What is left after the obvious words must itself be long and varied.
  if (new Set(rest).size < 6 || isRun(rest))
    throw invalid("password-guessable", "This password is among the first that are tried. Choose words that nobody expects together.");
}

const joined = (text: string): string =>
  normal(text)
    .toLowerCase()
    .replace(/[\s._-]/g, "");

/** One step up or down all the way: `abcdefgh…`, `98765…`. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, i) => code - (codes[i] ?? 0)));
  return steps.size === 1;
}
