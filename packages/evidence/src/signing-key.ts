import { decodeBase64, encodeBase64 } from "./base64.ts";
import { joinBytes, toHex, utf8 } from "./bytes.ts";
import { EvidenceError } from "./evidence-error.ts";
import { sha256 } from "./hash.ts";

const ED25519 = "Ed25519";
/** The signature type of a signed note: Ed25519 (C2SP signed-note). */
const TYPE = Uint8Array.of(1);
const NAME = /^[a-z0-9][a-z0-9.-]*$/;
const PEM = /^-----BEGIN PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+?)\s+-----END PRIVATE KEY-----\s*$/;

/** A key of WebCrypto, named so that Node's and the browser's types both fit. */
type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** An installation's key. The private half cannot be read out of it again. */
export interface SigningKey {
  readonly privateKey: WebKey;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}
/** A public key with its name, as `<name>+<8 hex digits>+<base64>` writes it. */
export interface VerifierKey {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly text: string;
}

/** Reads a PKCS#8 Ed25519 key in PEM (`openssl genpkey -algorithm ed25519`). Throws `signing-key-malformed`; the message holds nothing of the key. */
export async function importSigningKey(pem: string): Promise<SigningKey> {
  try {
    const pkcs8 = decodeBase64(PEM.exec(pem)![1]!.replace(/\s/g, ""));
    const readable = await crypto.subtle.importKey("pkcs8", pkcs8, ED25519, true, ["sign"]);
    const { x } = await crypto.subtle.exportKey("jwk", readable);
    const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, ED25519, false, ["sign"]);
    return { privateKey, publicKey: decodeBase64(`${x!.replaceAll("-", "+").replaceAll("_", "/")}=`) };
  } catch {
    throw new EvidenceError(
      "signing-key-malformed",
      "the signing key is not a PKCS#8 Ed25519 key in PEM; openssl genpkey -algorithm ed25519 makes one",
    );
  }
}

/** How others write this key down: `<name>+<8 hex digits of the key hash>+<base64 of 0x01 ‖ public key>`. Throws `key-name`. */
export async function verifierKeyOf(name: string, key: { readonly publicKey: Uint8Array }): Promise<string> {
  return `${checkName(name)}+${toHex(await keyHash(name, key.publicKey))}+${encodeBase64(joinBytes([TYPE, key.publicKey]))}`;
}

/** Reads such a text, with any name that C2SP allows; blanks around it are allowed, since people paste it. Throws `verifier-key-malformed`. */
export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const refuse = (what: string): never => {
    throw new EvidenceError("verifier-key-malformed", `the verifier key ${what}; copy it whole: name+hash+key`);
  };
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? refuse("has another form");
  if (name === undefined || id === undefined || encoded === undefined) return refuse("has another form");
  const typed = decodeBase64(encoded, "the verifier key");
  if (typed.length !== 33 || typed[0] !== TYPE[0]) return refuse("is not of Ed25519");
  const publicKey = typed.slice(1);
  if (toHex(await keyHash(name, publicKey)) !== id) return refuse("does not fit its own hash");
  return { name, id, publicKey, text: text.trim() };
}

/** First 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key): which key a signature is by. */
export const keyHash = async (name: string, publicKey: Uint8Array): Promise<Uint8Array> =>
  (await sha256(joinBytes([utf8(`${name}\n`), TYPE, publicKey]))).slice(0, 4);

/** The Ed25519 signature (RFC 8032) over these bytes: 64 bytes. */
export const signBytes = async (key: SigningKey, bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.sign(ED25519, key.privateKey, bytes));

/** Whether an Ed25519 signature holds. Throws `ed25519-missing` where the browser has none: that says nothing about the signature. */
export async function holds({ publicKey, signature, bytes }: { publicKey: Uint8Array; signature: Uint8Array; bytes: Uint8Array }): Promise<boolean> {
  let key: WebKey;
  try {
    key = await crypto.subtle.importKey("raw", publicKey, ED25519, false, ["verify"]);
  } catch (error) {
    if (error instanceof Error && error.name === "NotSupportedError")
      throw new EvidenceError("ed25519-missing", "this browser cannot check Ed25519 signatures; use a newer one, or netra_verify.py");
    return false;
  }
  return signature.length === 64 && crypto.subtle.verify(ED25519, key, signature, bytes);
}

function checkName(name: string): string {
  if (!NAME.test(name)) throw new EvidenceError("key-name", "a key's name is made of a-z, 0-9, dot and hyphen");
  return name;
}
