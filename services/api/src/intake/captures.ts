import { invalid } from "@netra/domain";
import { decodeText, sha256Hex } from "@netra/evidence";
import { canonicalUrl, captureIdentity, describedIdentity, guessFromUrl } from "@netra/imports";
import type { CaptureRow, RegisteredAccount, Tx } from "@netra/store";
import type { Static } from "typebox";
import type { CaptureView, SendCapture, UrlGuess } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn, sees } from "../guard.ts";
import { regionOf } from "../session/sign-in.ts";

/** What a capture form stands for in the record of custody. */
const CAPTURE_FORM = { name: "capture-form", version: "1" };

const CLOCK_SKEW_MS = 5 * 60_000;
const OLDEST = Date.UTC(2000, 0, 1);

interface Sent {
  readonly person: SignedIn;
  readonly given: SendCapture;
  /** The request's bytes as they came: what the sender said, before any decoding. */
  readonly raw: Buffer;
}

/**
 * Takes in what a person saw. The same draft again gives the same receipt. A registered account's post goes to the classifier and to a
 * reader; anything else is kept as a lead, tied to nobody.
 */
export async function receiveCapture(deps: ApiDeps, sent: Sent): Promise<CaptureView> {
  checkCapture(sent.given, deps.clock());
  const { id, versionId } = await deps.store.as(actorOf(sent.person), (tx) => saveCapture(tx, sent, deps.clock()));
  // A hint only: the sweep offers the version again if this fails.
  if (versionId)
    await deps.queue.enqueue("classify", { versionIds: [versionId] }).catch(() => deps.logger.warn({ versionId }, "capture.not-enqueued"));
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
  const closed = given.visibility === "friends" || given.visibility === "closed";
  if (closed && given.origin !== "tip" && given.origin !== "complaint")
    throw invalid(
      "friends-only",
      "Friends-only and closed posts are not collected. They are accepted only when a citizen hands them over: choose tip or complaint as origin.",
    );
}

async function saveCapture(tx: Tx, { person, given, raw }: Sent, now: Date): Promise<{ id: string; versionId: string | null }> {
  await tx.captures.lockDraft(given.clientId);
  const before = await tx.captures.findByClientId(given.clientId);
  if (before) return { id: before.id, versionId: null };
  const account = given.uploader === "owner" ? await findAccount(tx, person, given) : undefined;
  const saved = account ? await savePost(tx, account, { given, raw, now }) : null;
  const region = account?.region ?? regionOf(person);
  const capture = await tx.captures.add({
    ...given,
    region,
    urlKey: given.url === null ? null : canonicalUrl(given.url),
    seenAt: new Date(given.seenAt),
    raw,
    postId: saved?.postId ?? null,
  });
  const uploads = [...new Set(given.uploads)];
  if ((await tx.captures.takeUploads({ id: capture.id, region }, uploads)) < uploads.length)
    throw invalid("upload-unknown", "A file has not arrived whole, or belongs to another capture: send it again, then send the form.");
  await tx.audit.append({
    act: "capture.received",
    objectType: "capture",
    objectId: capture.id,
    region,
    detail: { linked: saved !== null, postId: saved?.postId ?? null, files: uploads.length },
  });
  return { id: capture.id, versionId: saved?.versionId ?? null };
}

async function findAccount(tx: Tx, person: SignedIn, given: SendCapture): Promise<RegisteredAccount | undefined> {
  const account = await tx.accounts.findByHandle(given.platform, decodeText(given.handle).text);
  return account && sees(person, account.region) ? account : undefined;
}

/** Saves what was seen as a version of the account's post. A post that retention buried stays buried: the capture is then a lead. */
async function savePost(
  tx: Tx,
  account: RegisteredAccount,
  sent: { given: SendCapture; raw: Buffer; now: Date },
): Promise<{ postId: string; versionId: string | null } | null> {
  const { given, raw, now } = sent;
  const externalId = await externalIdOf(tx, account, given);
  await tx.posts.ensureWeek();
  const saved = await tx.posts.save(
    account,
    {
      platform: given.platform,
      externalId,
      versionKey: `hand-${await hashText(given.text)}`,
      kind: given.kind,
      url: given.url === null ? null : decodeText(given.url).text,
      text: given.text,
      raw,
      contentType: "application/json",
      createdAt: new Date(given.seenAt),
      createdTrust: "analyst",
      editedAt: null,
      visibility: given.visibility,
      origin: given.origin,
      byHand: true,
    },
    CAPTURE_FORM,
    now,
  );
  if (saved) return saved;
  const known = await tx.posts.findByExternalId(given.platform, externalId);
  return known ? { postId: known.id, versionId: null } : null;
}

/** The id of what was seen. One that is on record as another account's act is described instead: the address was not this account's. */
async function externalIdOf(tx: Tx, account: RegisteredAccount, given: SendCapture): Promise<string> {
  const id = captureIdentity(given);
  const known = await tx.posts.findByExternalId(given.platform, id);
  return !known || known.accountId === account.id ? id : describedIdentity(given);
}

const hashText = (text: string): Promise<string> => sha256Hex(new TextEncoder().encode(JSON.stringify(text)));

function viewCapture(row: CaptureRow): CaptureView {
  return {
    id: row.id,
    receiptNo: row.receiptNo,
    receivedAt: row.receivedAt.toISOString(),
    kind: row.kind as CaptureView["kind"],
    platform: row.platform as CaptureView["platform"],
    origin: row.origin as CaptureView["origin"],
    files: row.files,
    state: row.flagged ? "flagged" : row.linked ? "linked" : "lead",
    note: null,
  };
}
