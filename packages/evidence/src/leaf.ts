import { decodeBase64, encodeBase64 } from "./base64.ts";
import { joinBytes, utf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { EvidenceError } from "./evidence-error.ts";
import { sha256 } from "./hash.ts";
import { parseCanonicalJson } from "./parse-canonical-json.ts";

/** What a leaf of the ledger may be about. */
export type LeafKind = "audit" | "evidence" | "upload" | "media";
const KINDS: readonly string[] = ["audit", "evidence", "upload", "media"] satisfies LeafKind[];
const SALT_BYTES = 16;
const LEAF_PREFIX = Uint8Array.of(0);

/** One row as the ledger keeps it. `entry` is plain JSON: times as text, bytes as lower-case hex, ids as text. `salt` is 16 random bytes. */
export interface Leaf {
  readonly kind: LeafKind;
  readonly entry: Readonly<Record<string, unknown>>;
  readonly salt: Uint8Array;
}

/** The bytes of a leaf: canonical JSON in UTF-8 (FORMAT.md, Ledger). Throws TypeError as `canonicalJson` does, `leaf-salt` for a salt of another length. */
export function leafData({ kind, entry, salt }: Leaf): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new EvidenceError("leaf-salt", `a leaf's salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  return utf8(canonicalJson({ entry, kind, salt: encodeBase64(salt), v: 1 }));
}

/** The hash of a leaf: SHA-256(0x00 ‖ data), RFC 6962 §2.1. */
export const leafHash = (data: Uint8Array): Promise<Uint8Array> => sha256(joinBytes([LEAF_PREFIX, data]));

/** The leaf in these bytes. Throws `leaf-malformed` unless they are exactly what `leafData` writes. */
export function parseLeaf(data: Uint8Array): Leaf {
  const refuse = (what: string): never => {
    throw new EvidenceError("leaf-malformed", `the leaf ${what}`);
  };
  const value = parseCanonicalJson(data, "the leaf");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse("is no object");
  const { entry, kind, salt, v, ...rest } = value as Record<string, unknown>;
  if (v !== 1 || Object.keys(rest).length > 0) return refuse("has an unknown version or key");
  if (typeof kind !== "string" || !KINDS.includes(kind)) return refuse("has an unknown kind");
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return refuse("has no entry");
  if (typeof salt !== "string") return refuse("has no salt");
  const bytes = decodeBase64(salt, "the leaf's salt");
  if (bytes.length !== SALT_BYTES) return refuse("has a salt of another length");
  return { kind: kind as LeafKind, entry: entry as Record<string, unknown>, salt: bytes };
}
