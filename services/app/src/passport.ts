import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Classification } from "@netra/classifier";
import { PROJECT_ROOT } from "@netra/config";
import { conflict } from "@netra/domain";
import { canonicalJson, encodeBase64, leafData, MerkleTree, type PassportFlag, type PassportParts, sha256Hex, VERIFY_PAGE } from "@netra/evidence";
import type { FlagForPassport, LeafBesideRow } from "@netra/store";

/** What a passport of a flag is made from, read under the rights of whoever asked for it. */
export interface PassportSource {
  readonly flag: FlagForPassport;
  /** The leaves of its rows. */
  readonly leaves: readonly LeafBesideRow[];
  /** A checkpoint that has them all, and the hashes of its leaves. */
  readonly checkpoint: { readonly size: number; readonly note: string };
  readonly hashes: readonly Uint8Array[];
  readonly people: Readonly<Record<string, unknown>> | null;
  readonly now: Date;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The rows of a flag that the ledger holds: its evidence and the act that opened it. */
export const sealedRowsOf = ({ evidence, openedBy }: FlagForPassport) => [
  ...evidence.map(({ id }) => ({ kind: "evidence" as const, objectId: id })),
  ...(openedBy === null ? [] : [{ kind: "audit" as const, objectId: openedBy }]),
];

/** Puts the manifest and the files of a passport together (FORMAT.md of packages/evidence). Throws conflict `evidence-damaged` or `reading-gone`. */
export async function assemblePassport(source: PassportSource): Promise<Pick<PassportParts, "manifest" | "files">> {
  const { flag, leaves, checkpoint, hashes, people, now } = source;
  const tree = new MerkleTree();
  for (const hash of hashes) tree.append(hash);
  const proven = leaves.filter((leaf) => leaf.index < checkpoint.size && leaf.entry !== null && leaf.salt !== null);
  const indexOf = (kind: string, id: string | null): number | null =>
    proven.find((leaf) => leaf.kind === kind && leaf.objectId === id)?.index ?? null;
  const files = new Map<string, Uint8Array>([
    ["pack.json", utf8(canonicalJson(flag.pack))],
    ["contest.json", utf8(canonicalJson(flag.contest))],
    ["readme.txt", readFileSync(join(import.meta.dirname, "passport-readme.txt"))],
    ["verify.html", readFileSync(VERIFY_PAGE)],
  ]);
  const evidence: PassportFlag["evidence"][number][] = [];
  for (const one of flag.evidence) {
    // Taken away with the person's other traces: its hash stays, and so does its leaf.
    const kept = one.raw.length > 0;
    if (kept && (await sha256Hex(one.raw)) !== one.sha256)
      throw conflict(
        "evidence-damaged",
        `The bytes of evidence ${one.id} are not those of its hash: run \`netra ledger check\`, and restore them from a backup.`,
      );
    if (kept) {
      files.set(`bytes/${one.sha256}`, one.raw);
      files.set(`text/${one.sha256}.txt`, utf8(one.text));
    }
    evidence.push({
      id: one.id,
      sha256: one.sha256,
      bytes: kept ? `bytes/${one.sha256}` : null,
      text: kept ? `text/${one.sha256}.txt` : null,
      content_type: one.contentType,
      source: one.source,
      headers: one.headers,
      connector: one.connector,
      connector_version: one.connectorVersion,
      occurred_at: postedAt(flag),
      known_at: (one.knownAt ?? flag.knownAt)?.toISOString() ?? null,
      captured_at: one.capturedAt.toISOString(),
      url: flag.url,
      leaf: indexOf("evidence", one.id),
    });
  }
  const proofs = await Promise.all(
    proven.map(async ({ index, kind, entry, salt }) => ({
      index,
      data: encodeBase64(leafData({ kind, entry: entry ?? {}, salt: salt ?? new Uint8Array(0) })),
      proof: (await tree.inclusionProof(index, checkpoint.size)).map(encodeBase64),
    })),
  );
  return {
    files: [...files].map(([path, bytes]) => ({ path, bytes })),
    manifest: {
      v: 1,
      kind: "flag",
      id: flag.id,
      number: flag.number,
      made_at: now.toISOString(),
      tool: { name: "netra", version: toolVersion() },
      flags: [describe(flag, evidence, indexOf("audit", flag.openedBy))],
      people,
      ledger: { checkpoint: checkpoint.note, leaves: proofs, unsealed: sealedRowsOf(flag).length - proven.length },
    },
  };
}

/** What the classifier was told of the post's time: nothing where nobody knows it. */
const postedAt = ({ postedAt: at, timeTrust }: FlagForPassport): string | null => (timeTrust === "unknown" ? null : at.toISOString());

function describe(flag: FlagForPassport, evidence: PassportFlag["evidence"], leaf: number | null): PassportFlag & { readonly region: string } {
  const read = flag.evidence.find(({ versionId }) => versionId === flag.versionId);
  const detail = flag.detail as Classification | null;
  if (!detail || !read || read.raw.length === 0)
    throw conflict("reading-gone", `What flag ${flag.number} was read from was taken away: there is nothing left that a passport could show.`);
  const readers = [...new Set(flag.decisions.map(({ userId }) => userId))];
  return {
    id: flag.id,
    number: flag.number,
    region: flag.region,
    opened_at: flag.openedAt.toISOString(),
    state: flag.state,
    outcome: flag.outcome,
    stance: flag.stance,
    targets: flag.targets,
    contest_id: flag.contestId,
    contest_hash: flag.contestHash,
    pack_hash: flag.packHash,
    pack_id: flag.packId,
    pack_version: flag.packVersion,
    leaf,
    evidence,
    classification: {
      evidence: read.id,
      score_tenths: flag.scoreTenths,
      threshold_tenths: flag.thresholdTenths,
      stance: flag.stance,
      targets: flag.targets,
      signals: detail.signals.map(({ candidateId, start, end, ...signal }) => ({
        ...signal,
        candidate_id: candidateId,
        start,
        end,
        cut: read.text.slice(start, end),
      })),
      contributions: detail.contributions.map(({ ruleId, ...part }) => ({ rule_id: ruleId, ...part })),
    },
    decisions: flag.decisions.map(({ userId, readerNo, undoneAt, at, ...decision }) => ({
      ...decision,
      reader_no: readerNo,
      reader: `reader-${readers.indexOf(userId) + 1}`,
      at: at.toISOString(),
      undone_at: undoneAt?.toISOString() ?? null,
    })),
  };
}

const toolVersion = (): string => (JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string }).version;
