import { EvidenceError } from "./evidence-error.ts";
import type { FileOrigin } from "./passport-manifest.ts";

/** What the checks read of a manifest; everything else in it is signed and passed over. */
export interface ReadManifest {
  readonly kind: "flag" | "case";
  readonly number: string;
  readonly madeAt: string;
  readonly tool: string;
  readonly key: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly flags: readonly ReadFlag[];
  readonly withPeople: boolean;
  readonly checkpoint: string | null;
  readonly leaves: readonly { readonly index: number; readonly data: string; readonly proof: readonly string[] }[];
  readonly unsealed: number;
  readonly stamp: { readonly token: string; readonly note: string; readonly at: string } | null;
}
export interface ReadFlag {
  readonly number: string;
  readonly packHash: string;
  readonly contestHash: string;
  readonly leaf: number | null;
  readonly evidence: readonly ReadEvidence[];
  readonly files: readonly ReadFile[];
  /** Id of the evidence that was read. */
  readonly readId: string;
  readonly scoreTenths: number;
  readonly signals: readonly { readonly start: number; readonly end: number; readonly cut: string }[];
  readonly contributions: readonly { readonly tenths: number; readonly signals: readonly number[] }[];
}
export interface ReadEvidence {
  readonly id: string;
  readonly sha256: string;
  readonly bytes: string | null;
  readonly text: string | null;
  /** Where words begin that are not the author's; null where all of the text is. */
  readonly wordsFrom: number | null;
  readonly leaf: number | null;
}
export interface ReadFile {
  readonly id: string;
  readonly origin: FileOrigin;
  readonly sha256: string;
  readonly size: number;
  readonly bytes: string | null;
  /** The picture with regions covered; null where nothing was. */
  readonly masked: ReadMasked | null;
  readonly leaf: number | null;
}
export interface ReadMasked {
  readonly sha256: string;
  readonly size: number;
  readonly bytes: string | null;
  readonly madeFrom: string;
}

const SHA256 = /^[0-9a-f]{64}$/;
const CONTENT_HASH = /^sha256:[0-9a-f]{64}$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z$/;

/** Reads a parsed manifest. Throws `manifest-shape` with the place (never the value) where it is not as FORMAT.md has it. */
export function readManifest(value: unknown): ReadManifest {
  const root = new Place(value, "$");
  if (root.at("v").value !== 1) return root.at("v").refuse();
  const kind = root.at("kind").text();
  if (kind !== "flag" && kind !== "case") return root.at("kind").refuse();
  const flags = root.at("flags").items(readFlag);
  if (flags.length === 0 || (kind === "flag" && flags.length !== 1)) return root.at("flags").refuse();
  const ledger = root.at("ledger");
  root.at("id").text();
  return {
    kind,
    number: root.at("number").text(),
    madeAt: root.at("made_at").text(TIME),
    tool: `${root.at("tool").at("name").text()} ${root.at("tool").at("version").text()}`,
    key: root.at("key").text(),
    files: root.at("files").items((file) => ({
      path: file.at("path").text(),
      bytes: file.at("bytes").count(),
      sha256: file.at("sha256").text(SHA256),
    })),
    flags,
    withPeople: root.at("people").value !== null,
    checkpoint: ledger.at("checkpoint").orNull((note) => note.text()),
    leaves: ledger.at("leaves").items((leaf) => ({
      index: leaf.at("index").count(),
      data: leaf.at("data").text(),
      proof: leaf.at("proof").items((hash) => hash.text()),
    })),
    unsealed: ledger.at("unsealed").count(),
    stamp: ledger.lacks("stamp")
      ? null
      : ledger.at("stamp").orNull((stamp) => ({ token: stamp.at("token").text(), note: stamp.at("note").text(), at: stamp.at("at").text(TIME) })),
  };
}

function readFlag(flag: Place): ReadFlag {
  const classification = flag.at("classification");
  const evidence = flag.at("evidence").items((one) => ({
    id: one.at("id").text(),
    sha256: one.at("sha256").text(SHA256),
    bytes: one.at("bytes").orNull((path) => path.text()),
    text: one.at("text").orNull((path) => path.text()),
    wordsFrom: one.lacks("words_from") ? null : one.at("words_from").count(),
    leaf: one.at("leaf").orNull((index) => index.count()),
  }));
  const only = evidence.length === 1 ? evidence[0]?.id : undefined;
  return {
    number: flag.at("number").text(),
    packHash: flag.at("pack_hash").text(CONTENT_HASH),
    contestHash: flag.at("contest_hash").text(CONTENT_HASH),
    leaf: flag.at("leaf").orNull((index) => index.count()),
    evidence,
    files: flag.lacks("files") ? [] : flag.at("files").items(readFile),
    readId: only !== undefined && classification.lacks("evidence") ? only : classification.at("evidence").text(),
    scoreTenths: classification.at("score_tenths").integer(),
    signals: classification.at("signals").items((signal) => ({
      start: signal.at("start").count(),
      end: signal.at("end").count(),
      cut: signal.at("cut").text(),
    })),
    contributions: classification.at("contributions").items((one) => ({
      tenths: one.at("tenths").integer(),
      signals: one.at("signals").items((index) => index.count()),
    })),
  };
}

function readFile(file: Place): ReadFile {
  const origin = file.at("origin").text();
  if (origin !== "upload" && origin !== "media") return file.at("origin").refuse();
  file.at("machine_words").orNull((words) => {
    words.at("text").text();
    words.at("tool").text();
    // Words that a program read may stand in a passport only as what they are.
    if (words.at("is_evidence").value !== false) words.at("is_evidence").refuse();
  });
  return {
    id: file.at("id").text(),
    origin,
    sha256: file.at("sha256").text(SHA256),
    size: file.at("size").count(),
    bytes: file.at("bytes").orNull((path) => path.text()),
    masked: file.lacks("masked") ? null : file.at("masked").orNull(readMasked),
    leaf: file.at("leaf").orNull((index) => index.count()),
  };
}

function readMasked(masked: Place): ReadMasked {
  masked.at("content_type").text();
  return {
    sha256: masked.at("sha256").text(SHA256),
    size: masked.at("size").count(),
    bytes: masked.at("bytes").orNull((path) => path.text()),
    madeFrom: masked.at("made_from").text(SHA256),
  };
}

/** A value and where it was found. */
class Place {
  readonly value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.#path = path;
  }

  at(key: string): Place {
    return new Place(this.lacks(key) ? undefined : (this.value as Record<string, unknown>)[key], `${this.#path}.${key}`);
  }
  /** Also true of what is no object. */
  lacks(key: string): boolean {
    return typeof this.value !== "object" || this.value === null || !Object.hasOwn(this.value, key);
  }
  text(form?: RegExp): string {
    return typeof this.value === "string" && (form?.test(this.value) ?? true) ? this.value : this.refuse();
  }
  integer(): number {
    return Number.isSafeInteger(this.value) ? (this.value as number) : this.refuse();
  }
  count(): number {
    const value = this.integer();
    return value >= 0 ? value : this.refuse();
  }
  orNull<T>(read: (place: Place) => T): T | null {
    return this.value === null ? null : read(this);
  }
  items<T>(read: (place: Place) => T): T[] {
    if (!Array.isArray(this.value)) return this.refuse();
    return this.value.map((item, index) => read(new Place(item, `${this.#path}[${index}]`)));
  }
  refuse(): never {
    throw new EvidenceError("manifest-shape", `the manifest is not as the format has it at ${this.#path}`);
  }
}
