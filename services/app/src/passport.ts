import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Blobs } from "@netra/blobs";
import { PROJECT_ROOT } from "@netra/config";
import { codeOf, conflict, nameBodies, type ReferralBody } from "@netra/domain";
import {
  encodeBase64,
  leafData,
  MerkleTree,
  type PassportManifest,
  type PassportParts,
  type PassportStep,
  readTimeStamp,
  sha256Hex,
  VERIFY_PAGE,
} from "@netra/evidence";
import type { FileForPassport, FlagForPassport, LeafBesideRow, MaskForPassport, StepForPassport } from "@netra/store";
import { describeFlag, rulesOf, sealedRowsOf } from "./passport-flag.ts";
import { passportReadme } from "./passport-readme.ts";

/** What a passport is made from, read under the rights of whoever asked for it. */
export interface PassportSource {
  readonly of: { readonly kind: "flag" | "case"; readonly id: string; readonly number: string };
  /** One, or those of the case. */
  readonly flags: readonly FlagForPassport[];
  /** What the plenary decided, and the names of the bodies that it referred to; null for a flag. */
  readonly steps: readonly StepForPassport[] | null;
  readonly referrals: readonly ReferralBody[];
  /** The leaves of their rows. */
  readonly leaves: readonly LeafBesideRow[];
  /** A checkpoint that has them all, what an authority says of its time, and the hashes of its leaves. */
  readonly checkpoint: { readonly size: number; readonly note: string; readonly token: Uint8Array | null };
  readonly hashes: readonly Uint8Array[];
  readonly people: Readonly<Record<string, unknown>> | null;
  readonly now: Date;
  readonly blobs: Pick<Blobs, "open">;
  /** Whose files are given whole; see `isEnclosed`. */
  readonly withoutFiles?: boolean | undefined;
}

/**
 * The most bytes of pictures and files in one passport. It is made in memory, and checked there by a telephone's browser too; what is larger is handed over
 * beside it, and its hash is in the passport all the same.
 */
export const MOST_FILE_BYTES = 100 * 1024 * 1024;

type Guarded = Pick<FileForPassport, "guarded">;

/** Whether a file is given whole, or only its hash and proof. Where nothing is asked for, guarded originals (`FILE_GUARDS`) stay at the office. */
export const isEnclosed = ({ guarded }: Guarded, withoutFiles: boolean | undefined): boolean =>
  withoutFiles === undefined ? guarded === null : !withoutFiles;

/** The same of the masked picture in its place: a citizen's may show its sender also where others are covered. */
const isMaskEnclosed = ({ guarded }: Guarded, withoutFiles: boolean | undefined): boolean =>
  isEnclosed({ guarded: guarded === "citizen" ? "citizen" : null }, withoutFiles);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Puts the manifest and the files of a passport together (FORMAT.md of packages/evidence). Throws conflict `evidence-damaged`, `file-damaged`,
 * `reading-gone`, `passport-too-large` or `case-empty`.
 */
export async function assemblePassport(source: PassportSource): Promise<Pick<PassportParts, "manifest" | "files">> {
  const { of, flags, leaves, checkpoint, hashes, people, now } = source;
  if (flags.length === 0) throw conflict("case-empty", `No flag stands in case ${of.number} any more: there is nothing that a passport could show.`);
  requireSmall(source);
  const tree = new MerkleTree();
  for (const hash of hashes) tree.append(hash);
  const proven = leaves.filter((leaf) => leaf.index < checkpoint.size && leaf.entry !== null && leaf.salt !== null);
  const files = new Map<string, Uint8Array>([
    [
      "readme.txt",
      utf8(
        passportReadme(
          flags.flatMap(({ files }) => files),
          source.withoutFiles,
        ),
      ),
    ],
    ["verify.html", readFileSync(VERIFY_PAGE)],
  ]);
  putRules(flags, files);
  const described: PassportManifest["flags"][number][] = [];
  for (const flag of flags)
    described.push(
      await describeFlag(flag, {
        put(path, bytes) {
          files.set(path, bytes);
          return path;
        },
        indexOf: (kind, id) => proven.find((leaf) => leaf.kind === kind && leaf.objectId === id)?.index ?? null,
        bytesOf: async (file) => (isEnclosed(file, source.withoutFiles) ? readFile(source.blobs, file) : null),
        maskedBytesOf: async ({ id, guarded, mask }) =>
          mask !== null && isMaskEnclosed({ guarded }, source.withoutFiles) ? readFile(source.blobs, { id, ...mask }) : null,
      }),
    );
  const proofs = await Promise.all(
    proven.map(async ({ index, kind, entry, salt }) => ({
      index,
      data: encodeBase64(leafData({ kind, entry: entry ?? {}, salt: salt ?? new Uint8Array(0) })),
      proof: (await tree.inclusionProof(index, checkpoint.size)).map(encodeBase64),
    })),
  );
  return {
    manifest: {
      v: 1,
      ...of,
      made_at: now.toISOString(),
      tool: { name: "netra", version: toolVersion() },
      flags: described,
      ...(source.steps === null ? {} : { steps: source.steps.map((step) => describeStep(step, source.referrals)) }),
      people,
      ledger: {
        checkpoint: checkpoint.note,
        leaves: proofs,
        unsealed: flags.flatMap(sealedRowsOf).length - proven.length,
        stamp: putStamp(checkpoint, files),
      },
    },
    files: [...files].map(([path, bytes]) => ({ path, bytes })),
  };
}

function describeStep(step: StepForPassport, referrals: readonly ReferralBody[]): PassportStep {
  const { kind, from, to, plenaryNumber, plenaryOn, reason, referredTo, at } = step;
  return {
    kind,
    from,
    to,
    plenary: plenaryNumber === null || plenaryOn === null ? null : { number: plenaryNumber, on: plenaryOn },
    reason,
    ...(kind === "forward" && to === "referred" ? { referred_to: referredTo && nameBodies(referredTo, referrals) } : {}),
    at: at.toISOString(),
  };
}

/** Each rule pack and each contest once, the first without a number. */
function putRules(flags: readonly FlagForPassport[], files: Map<string, Uint8Array>): void {
  for (const [name, hashes, bytesOf] of [
    ["pack", flags.map(({ packHash }) => packHash), (flag: FlagForPassport) => rulesOf(flag).pack],
    ["contest", flags.map(({ contestHash }) => contestHash), (flag: FlagForPassport) => rulesOf(flag).contest],
  ] as const) {
    const different = flags.filter((_, index) => hashes.indexOf(hashes[index] ?? "") === index);
    for (const [index, flag] of different.entries()) files.set(index === 0 ? `${name}.json` : `${name}-${index + 1}.json`, bytesOf(flag));
  }
}

/** The token beside the very bytes that it is about, so that `openssl ts -verify` needs no other tool. */
function putStamp({ note, token }: PassportSource["checkpoint"], files: Map<string, Uint8Array>): PassportManifest["ledger"]["stamp"] {
  if (token === null) return null;
  files.set("checkpoint.txt", utf8(note));
  files.set("checkpoint.tsr", token);
  return { token: "checkpoint.tsr", note: "checkpoint.txt", at: readTimeStamp(token).at };
}

/** Known before anything is read. */
function requireSmall({ flags, withoutFiles }: PassportSource): void {
  const sizes = new Map(
    flags
      .flatMap(({ files }) => files)
      .flatMap((file) => [
        ...(isEnclosed(file, withoutFiles) ? [file] : []),
        ...(file.mask !== null && isMaskEnclosed(file, withoutFiles) ? [file.mask] : []),
      ])
      .map(({ sha256, size }) => [sha256, size]),
  );
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (bytes <= MOST_FILE_BYTES) return;
  const inMb = (count: number): string => `${Math.ceil(count / 1024 / 1024)} MB`;
  throw conflict(
    "passport-too-large",
    `The pictures and files have ${inMb(bytes)}, and a passport holds ${inMb(MOST_FILE_BYTES)}: make it without them (--without-files), which keeps their hashes and proofs, and hand the files over beside it.`,
    { bytes, most: MOST_FILE_BYTES },
  );
}

async function readFile(
  blobs: Pick<Blobs, "open">,
  { id, blobKey, sha256, size }: Omit<MaskForPassport, "mediaType"> & { readonly id: string },
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of await blobs.open(blobKey)) parts.push(part as Uint8Array);
  } catch (error) {
    if (codeOf(error) !== "blob-not-found") throw error;
  }
  const bytes = new Uint8Array(Buffer.concat(parts));
  if (bytes.length === size && (await sha256Hex(bytes)) === sha256) return bytes;
  throw conflict(
    "file-damaged",
    `The file ${id} is not there, or its bytes are not those of its hash: restore it from a backup. netra doctor tells of such files.`,
  );
}

const toolVersion = (): string => (JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string }).version;
