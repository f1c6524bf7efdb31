/** The manifest of a passport, as FORMAT.md has it. Times are ISO 8601 UTC text, hashes lower-case hex, paths those of the archive. */
export interface PassportManifest {
  readonly v: 1;
  readonly kind: "flag" | "case";
  readonly id: string;
  readonly number: string;
  readonly made_at: string;
  readonly tool: { readonly name: "netra"; readonly version: string };
  /** The verifier key of the installation. */
  readonly key: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly flags: readonly PassportFlag[];
  /** Of a case: what its plenary decided, oldest first; without it none was noted, or it was not kept. */
  readonly steps?: readonly PassportStep[];
  /** Only where the receiver may have them. */
  readonly people: null | Readonly<Record<string, unknown>>;
  readonly ledger: {
    /** A signed note, whole. */
    readonly checkpoint: string | null;
    readonly leaves: readonly { readonly index: number; readonly data: string; readonly proof: readonly string[] }[];
    readonly unsealed: number;
    /** What an authority outside says of when the checkpoint was there (RFC 3161): paths in the archive, and the authority's time to the second. */
    readonly stamp?: null | { readonly token: string; readonly note: string; readonly at: string };
  };
}
/** A step of a case as it was noted, or a correction that took the newest one back. */
export interface PassportStep {
  readonly kind: "forward" | "correction";
  readonly from: string;
  readonly to: string;
  readonly plenary: null | { readonly number: string; readonly on: string };
  readonly reason: string;
  /** Of a step to `referred`: to whom. Null where it does not say so; left out of every other step. */
  readonly referred_to?: null | readonly { readonly id: string; readonly name: { readonly id: string; readonly en: string } }[];
  readonly at: string;
}
export interface PassportFlag {
  readonly id: string;
  readonly number: string;
  readonly opened_at: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly stance: string;
  readonly targets: readonly string[];
  readonly contest_id: string;
  /** `sha256:` and hex, of the bytes of `contest.json`. */
  readonly contest_hash: string;
  /** `sha256:` and hex, of the bytes of `pack.json`. */
  readonly pack_hash: string;
  readonly pack_id: string;
  readonly pack_version: number;
  readonly evidence: readonly PassportEvidence[];
  /** Pictures, sound, video, papers; without it there are none. */
  readonly files?: readonly PassportFile[];
  /** Index in the ledger; null while not sealed. */
  readonly leaf: number | null;
  readonly classification: {
    /** Whose text was read; may be left out when there is one evidence. */
    readonly evidence?: string;
    readonly score_tenths: number;
    readonly threshold_tenths: number;
    readonly stance: string;
    readonly targets: readonly string[];
    /** Offsets are UTF-16 units into the text; further keys are the classifier's. */
    readonly signals: readonly { readonly start: number; readonly end: number; readonly cut: string; readonly [key: string]: unknown }[];
    readonly contributions: readonly {
      readonly rule_id: string;
      readonly tenths: number;
      readonly signals: readonly number[];
      readonly reason: { readonly id: string; readonly en: string };
    }[];
  };
  readonly decisions: readonly {
    readonly act: string;
    readonly outcome: string | null;
    readonly reason: string;
    readonly reader_no: number;
    /** `reader-1`, never a name. */
    readonly reader: string;
    readonly at: string;
    readonly undone_at: string | null;
    /** What was asked of others; only of a request for information. */
    readonly question?: string;
    /** What they answered, word for word; `from` is a role, never a name. Left out where no words were kept. */
    readonly answers?: readonly { readonly words: string; readonly from: string; readonly at: string }[];
    /** The answers of an escalation, by question; without it there were none. */
    readonly checklist?: Readonly<Record<string, string>>;
    /** What these were asked under: `sha256:` and hex, of the bytes of `guidance`, a path in the archive. Null where that was not kept. */
    readonly guidance_hash?: string | null;
    readonly guidance?: string | null;
  }[];
}
export interface PassportEvidence {
  readonly id: string;
  readonly sha256: string;
  /** `bytes/<sha256>`, or null when the bytes are not in the passport. */
  readonly bytes: string | null;
  /** `text/<sha256>.txt`, or null. */
  readonly text: string | null;
  /** From this UTF-16 index of the text on it is not the author's: a second person typed it from a picture or sound. Without it all of it is the author's. */
  readonly words_from?: number;
  readonly content_type: string;
  readonly source: string | null;
  readonly headers: unknown;
  readonly connector: string;
  readonly connector_version: string;
  readonly occurred_at: string | null;
  readonly known_at: string | null;
  readonly captured_at: string;
  readonly url: string | null;
  readonly leaf: number | null;
}

/** Where a file came from: a person sent it (`upload`), or a platform showed it with the post (`media`). The leaf of each is of that kind. */
export type FileOrigin = "upload" | "media";

/** A picture made from another by covering regions of it. It has no leaf of its own: what it was made from is the office's word. */
export interface MaskedCopy {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** `bytes/<sha256>`, or null when only the hash is given. */
  readonly bytes: string | null;
  readonly content_type: string;
  /** SHA-256 of the original, which is the file's. */
  readonly made_from: string;
}

export interface PassportFile {
  readonly id: string;
  readonly origin: FileOrigin;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** `bytes/<sha256>`, or null when only the hash and the proof are given. */
  readonly bytes: string | null;
  /** The picture that readers saw in place of this one, with regions covered; without it nothing was covered. */
  readonly masked?: null | MaskedCopy;
  readonly content_type: string;
  /** Number of the receipt that its sender has; null where nobody sent it. */
  readonly receipt: string | null;
  readonly received_at: string;
  /** What a program read in a picture, often wrongly. Never evidence. */
  readonly machine_words: null | {
    readonly text: string;
    /** 0-100, as the program says. */
    readonly confidence: number;
    readonly tool: string;
    readonly read_at: string;
    readonly is_evidence: false;
  };
  readonly leaf: number | null;
}
