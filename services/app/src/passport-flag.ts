import type { Classification } from "@netra/classifier";
import { conflict } from "@netra/domain";
import { canonicalJson, type PassportFile, type PassportFlag, sha256Hex } from "@netra/evidence";
import type { FileForPassport, FlagForPassport } from "@netra/store";

/** What the parts of a flag need from the whole passport. */
export interface PassportPlace {
  /** Puts a file into the archive and returns its path. The same path twice is the same bytes. */
  readonly put: (path: string, bytes: Uint8Array) => string;
  /** Index of the leaf that seals a row; null while it is not in the checkpoint. */
  readonly indexOf: (kind: string, id: string | null) => number | null;
  /** The bytes of a picture or file; null when only its hash is to be given. Throws conflict `file-damaged`. */
  readonly bytesOf: (file: FileForPassport) => Promise<Uint8Array | null>;
  /** The same of the masked picture in its place. */
  readonly maskedBytesOf: (file: FileForPassport) => Promise<Uint8Array | null>;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The rows of a flag that the ledger holds: its evidence, its pictures and files, and the act that opened it. */
export const sealedRowsOf = ({ evidence, files, openedBy }: FlagForPassport) => [
  ...evidence.map(({ id }) => ({ kind: "evidence" as const, objectId: id })),
  ...files.map(({ id, origin }) => ({ kind: origin, objectId: id })),
  ...(openedBy === null ? [] : [{ kind: "audit" as const, objectId: openedBy }]),
];

/** The bytes of the rule pack and the contest of a flag, as their hashes have them. */
export const rulesOf = ({ pack, contest }: FlagForPassport) => ({ pack: utf8(canonicalJson(pack)), contest: utf8(canonicalJson(contest)) });

/** A flag as the manifest has it; its bytes and texts are put into the archive. Throws conflict `evidence-damaged`, `file-damaged` or `reading-gone`. */
export async function describeFlag(flag: FlagForPassport, place: PassportPlace): Promise<PassportFlag & { readonly region: string }> {
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
    leaf: place.indexOf("audit", flag.openedBy),
    evidence: await describeEvidence(flag, place),
    files: await describeFiles(flag, place),
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
    decisions: flag.decisions.map(({ userId, readerNo, undoneAt, at, question, answers, checklist, guidanceHash, guidance, ...decision }) => ({
      ...decision,
      ...(question === null ? {} : { question }),
      ...(answers.length === 0 ? {} : { answers: answers.map((answer) => ({ ...answer, at: new Date(answer.at).toISOString() })) }),
      ...(checklist === null ? {} : { checklist, guidance_hash: guidanceHash, guidance: guidanceHash && putGuidance(guidanceHash, guidance, place) }),
      reader_no: readerNo,
      reader: `reader-${readers.indexOf(userId) + 1}`,
      at: at.toISOString(),
      undone_at: undoneAt?.toISOString() ?? null,
    })),
  };
}

/** The questions as they were asked, once for each wording. */
const putGuidance = (hash: string, body: unknown, { put }: PassportPlace): string =>
  put(`guidance/${hash.replace("sha256:", "")}.json`, utf8(canonicalJson(body)));

async function describeEvidence(flag: FlagForPassport, { put, indexOf }: PassportPlace): Promise<PassportFlag["evidence"]> {
  const evidence: PassportFlag["evidence"][number][] = [];
  for (const one of flag.evidence) {
    // Taken away with the person's other traces: its hash stays, and so does its leaf.
    const kept = one.raw.length > 0;
    if (kept && (await sha256Hex(one.raw)) !== one.sha256)
      throw conflict(
        "evidence-damaged",
        `The bytes of evidence ${one.id} are not those of its hash: run \`netra ledger check\`, and restore them from a backup.`,
      );
    evidence.push({
      id: one.id,
      sha256: one.sha256,
      bytes: kept ? put(`bytes/${one.sha256}`, one.raw) : null,
      text: kept ? put(`text/${one.sha256}.txt`, utf8(one.text)) : null,
      ...(kept && one.mediaFrom !== null ? { words_from: one.mediaFrom } : {}),
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
  return evidence;
}

async function describeFiles({ files }: FlagForPassport, { put, indexOf, bytesOf, maskedBytesOf }: PassportPlace): Promise<PassportFile[]> {
  const described: PassportFile[] = [];
  for (const file of files) {
    const [bytes, masked] = [await bytesOf(file), await maskedBytesOf(file)];
    described.push({
      id: file.id,
      origin: file.origin,
      sha256: file.sha256,
      size: file.size,
      bytes: bytes === null ? null : put(`bytes/${file.sha256}`, bytes),
      masked: file.mask && {
        sha256: file.mask.sha256,
        size: file.mask.size,
        bytes: masked === null ? null : put(`bytes/${file.mask.sha256}`, masked),
        content_type: file.mask.mediaType,
        made_from: file.sha256,
      },
      content_type: file.mediaType,
      receipt: file.receipt,
      received_at: file.receivedAt.toISOString(),
      machine_words: file.words && {
        text: file.words.text,
        confidence: file.words.confidence,
        tool: file.words.engine,
        read_at: new Date(file.words.at).toISOString(),
        is_evidence: false,
      },
      leaf: indexOf(file.origin, file.id),
    });
  }
  return described;
}

/** What the classifier was told of the post's time: nothing where nobody knows it. */
const postedAt = ({ postedAt: at, timeTrust }: FlagForPassport): string | null => (timeTrust === "unknown" ? null : at.toISOString());
