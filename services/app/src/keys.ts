import { createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { conflict, invalid } from "@netra/domain";
import { writeOnce } from "./write-once.ts";

/**
 * The secrets of one installation. Losing them loses the NIPs and the name under which checkpoints and passports are signed; nobody can make them again.
 * `subject` is made ahead and used by nothing yet, so that the copy an operator takes at first start is whole.
 */
export interface Keys {
  /** AES-256-GCM of NIPs and other identifying fields. */
  readonly field: Buffer;
  /** HMAC-SHA-256 for looking a NIP up without decrypting. */
  readonly blindIndex: Buffer;
  /** Will wrap the salts and keys of single subjects, which erasure destroys. */
  readonly subject: Buffer;
  /** Ed25519 private key (PKCS #8, PEM) that signs checkpoints of the ledger, and passports. */
  readonly checkpoint: string;
}

const BYTES = 32;
/** One file a key. File names are what operators copy and restore: never rename. */
const SECRETS = { field: "field.key", blindIndex: "blind-index.key", subject: "subject.key" } as const;
const CHECKPOINT = "checkpoint.pem";
export const KEY_FILES: readonly string[] = [...Object.values(SECRETS), CHECKPOINT];

/**
 * Reads the keys of this installation, making those that are missing when `mayCreate` says that no data depends on them yet.
 *
 * Never overwrites a file. Two processes that start at once end up with the same keys. `warnings` are for the operator: files that other users
 * of the machine can read. Throws conflict `keys-missing` or invalid `key-damaged`, with the remedy.
 */
export function loadKeys({ dir, mayCreate }: { readonly dir: string; readonly mayCreate: boolean }): {
  readonly keys: Keys;
  readonly warnings: readonly string[];
} {
  const missing = KEY_FILES.filter((file) => !existsSync(join(dir, file)));
  if (missing.length > 0 && !mayCreate)
    throw conflict(
      "keys-missing",
      `${dir}: ${missing.join(", ")} missing, but the database already holds data that needs them. ` +
        "Put back your copy of the keys directory, or set NETRA_KEYS_DIR to where it is.",
    );
  if (missing.length > 0) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    chmodSync(dir, 0o700);
    for (const file of missing)
      writeOnce(dir, file, { content: file === CHECKPOINT ? newCheckpointKey() : `${randomBytes(BYTES).toString("base64")}\n`, mode: 0o600 });
  }
  const secret = (name: keyof typeof SECRETS): Buffer => readSecret(join(dir, SECRETS[name]));
  return {
    keys: {
      field: secret("field"),
      blindIndex: secret("blindIndex"),
      subject: secret("subject"),
      checkpoint: readCheckpointKey(join(dir, CHECKPOINT)),
    },
    warnings: [dir, ...KEY_FILES.map((file) => join(dir, file))].flatMap(tooOpen),
  };
}

const newCheckpointKey = (): string => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

function readSecret(path: string): Buffer {
  const secret = Buffer.from(readFileSync(path, "utf8").trim(), "base64");
  if (secret.length !== BYTES) throw damaged(path, `expected ${BYTES} bytes in base64, got ${secret.length} bytes`);
  return secret;
}

function readCheckpointKey(path: string): string {
  const text = readFileSync(path, "utf8");
  try {
    if (createPrivateKey(text).asymmetricKeyType === "ed25519") return text;
  } catch {
    // The error would quote nothing useful; what is expected is said below.
  }
  throw damaged(path, "expected an Ed25519 private key in PEM");
}

const damaged = (path: string, what: string) => invalid("key-damaged", `${path}: ${what}. Put back your copy of the keys directory.`);

function tooOpen(path: string): string[] {
  if (process.platform === "win32" || (statSync(path).mode & 0o077) === 0) return [];
  return [`${path} can be read by other users of this machine: run chmod go-rwx ${path}`];
}
