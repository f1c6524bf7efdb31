import { conflict, invalid, notFound } from "@netra/domain";
import { canonicalJson, decodeText } from "@netra/evidence";
import { canonicalUrl, guessFromUrl } from "@netra/imports";
import type { CaptureRow, Sealed, Tx } from "@netra/store";
import type { Static } from "typebox";
import type { CaptureView, Reporter, SendCapture, UrlGuess } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn, sees } from "../guard.ts";
import { isUuid } from "../ids.ts";

const CLOCK_SKEW_MS = 5 * 60_000;
const OLDEST = Date.UTC(2000, 0, 1);

interface Sent {
  readonly person: SignedIn;
  readonly given: SendCapture;
  /** The request's bytes as they came: what the sender said, before any decoding. */
  readonly raw: Buffer;
}

/**
 * Takes in what a person saw, and no more: whatever its handle, it is tied to nobody before another person has compared it with its files (`takeLook`).
 * The same draft again gives the same receipt.
 */
export async function receiveCapture(deps: ApiDeps, sent: Sent): Promise<CaptureView> {
  checkCapture(sent.given, deps.clock());
  const id = await deps.store.as(actorOf(sent.person), (tx) => saveCapture(tx, sent));
  const row = await deps.store.as(actorOf(sent.person), (tx) => tx.captures.get(id));
  if (!row) throw new Error("a capture that was just committed cannot be read");
  return viewCapture(row);
}

export async function listCaptures({ store }: ApiDeps, person: SignedIn): Promise<{ captures: CaptureView[] }> {
  return { captures: (await store.as(actorOf(person), (tx) => tx.captures.listOwn())).map(viewCapture) };
}

/** What an address alone tells, and whether the own office has it already. */
export function guessUrl({ store }: ApiDeps, person: SignedIn, url: string): Promise<Static<typeof UrlGuess>> {
  const guess = guessFromUrl(url);
  const key = canonicalUrl(url);
  return store.as(actorOf(person), async (tx) => {
    const known = key === null ? undefined : await tx.captures.findByUrl(key);
    return {
      platform: guess?.platform ?? null,
      handle: guess?.handle ?? null,
      kind: guess?.kind ?? null,
      duplicate: known && sees(person, known.region) ? { receiptNo: known.receiptNo, receivedAt: known.receivedAt.toISOString() } : null,
    };
  });
}

/** What no form may send, whoever sends it. */
function checkCapture(given: SendCapture, now: Date): void {
  const seen = Date.parse(given.seenAt);
  if (Number.isNaN(seen) || seen < OLDEST) throw invalid("seen-at-wrong", "The time it was seen lies before the year 2000: correct it.");
  if (seen > now.getTime() + CLOCK_SKEW_MS) throw invalid("seen-at-future", "The time it was seen lies in the future: check this device's clock.");
  const handedOver = given.origin === "tip" || given.origin === "complaint";
  if ((given.visibility === "friends" || given.visibility === "closed") && !handedOver)
    throw invalid(
      "friends-only",
      "Friends-only and closed posts are not collected. They are accepted only when a citizen hands them over: choose tip or complaint as origin.",
    );
  if (reporterOf(given) && !handedOver)
    throw invalid("reporter-without-tip", "Only a tip or a complaint has a reporter: choose one of these as origin, or leave the reporter empty.");
  const files = given.transcripts?.map(({ upload }) => upload) ?? [];
  if (new Set(files).size < files.length || files.some((upload) => !given.uploads.includes(upload)))
    throw invalid("transcript-unknown", "A transcript belongs to one of the files of this capture, and a file has one.");
}

/** Who told the office; null when nothing was written. */
function reporterOf({ reporter }: SendCapture): Static<typeof Reporter> | null {
  return reporter && [reporter.name, reporter.contact, reporter.note].some((words) => words.trim() !== "") ? reporter : null;
}

async function saveCapture(tx: Tx, { person, given, raw }: Sent): Promise<string> {
  await tx.captures.lockDraft(given.clientId);
  const before = await tx.captures.findByClientId(given.clientId);
  if (before) return before.id;
  const corrects = given.corrects ?? null;
  if (corrects !== null) await requireReturned(tx, corrects);
  const region = await regionFor(tx, person, given);
  const reporter = reporterOf(given);
  const sealed = reporter && (await tx.captures.seal(reporter));
  const capture = await tx.captures.add({
    ...given,
    region,
    urlKey: given.url === null ? null : canonicalUrl(given.url),
    seenAt: new Date(given.seenAt),
    raw: keptBytes(given, raw, sealed),
    corrects,
  });
  const { id } = capture;
  if (sealed) await tx.captures.addReporter({ id, region }, sealed);
  const uploads = [...new Set(given.uploads)];
  const kept = await tx.captures.takeUploads({ id, region, corrects }, uploads);
  if (kept.size < uploads.length)
    throw invalid("upload-unknown", "A file has not arrived whole, or belongs to another capture: send it again, then send the form.");
  await tx.captures.addTranscripts(
    { id, region },
    (given.transcripts ?? []).map(({ upload, lines }) => ({ uploadId: kept.get(upload) ?? upload, lines })),
  );
  await tx.audit.append({
    act: "capture.received",
    objectType: "capture",
    objectId: id,
    region,
    detail: { files: uploads.length, corrects, reporter: sealed !== null },
  });
  return id;
}

/**
 * The bytes that are kept as what the sender said. Without a reporter: the request, byte for byte. With one: the request as canonical JSON (RFC 8785), in which
 * `reporter` is only the SHA-256 of what was sealed. So nothing of the reporter stands in clear, and the hash of these bytes still covers the sealed ones.
 */
function keptBytes(given: SendCapture, raw: Buffer, sealed: Sealed | null): Buffer {
  if (!given.reporter) return raw;
  return Buffer.from(canonicalJson({ ...given, reporter: sealed && { sealed: `sha256:${sealed.sha256.toString("hex")}` } }));
}

/** A correction replaces an own capture that was handed back, once. */
async function requireReturned(tx: Tx, id: string): Promise<void> {
  const corrected = isUuid(id) ? await tx.captures.lockCorrected(id) : undefined;
  if (!corrected) throw notFound("capture");
  if (!corrected.returned) throw conflict("not-returned", "Only a capture that was handed back is corrected: send this one as new.");
  if (corrected.corrected) throw conflict("corrected-before", "This capture was corrected before: look at your newer one.");
}

/** Where it is looked at: with the account, when the sender may know of it; else where the sender works. */
async function regionFor(tx: Tx, person: SignedIn, given: SendCapture): Promise<string> {
  const account = given.uploader === "owner" ? await tx.accounts.findByHandle(given.platform, decodeText(given.handle).text) : undefined;
  return account && sees(person, account.region) ? account.region : regionOf(person);
}

function viewCapture(row: CaptureRow): CaptureView {
  return {
    id: row.id,
    receiptNo: row.receiptNo,
    receivedAt: row.receivedAt.toISOString(),
    kind: row.kind as CaptureView["kind"],
    platform: row.platform as CaptureView["platform"],
    origin: row.origin as CaptureView["origin"],
    files: row.files,
    state: row.state,
    note: row.note === "" ? null : row.note,
  };
}
