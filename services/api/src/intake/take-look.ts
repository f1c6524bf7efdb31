import { buffer } from "node:stream/consumers";
import { checkLookNote, codeOf, conflict, forbidden, handedOver, invalid } from "@netra/domain";
import { decodeText, sha256Hex } from "@netra/evidence";
import { captureIdentity, describedIdentity } from "@netra/imports";
import { MAX_MASKED_BYTES, maskPicture } from "@netra/media";
import type { IntakeWhole, KeptFile, RegisteredAccount, Tx } from "@netra/store";
import type { IntakeDetail, Look, MaskRect, SendCapture } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { getSeen, lookRight, readIntake } from "./waiting.ts";

/** What a capture form stands for in the record of custody. */
const CAPTURE_FORM = { name: "capture-form", version: "1" };

interface On {
  readonly person: SignedIn;
  readonly captureId: string;
  readonly given: Look;
}

interface PaintedMask {
  readonly uploadId: string;
  readonly rects: readonly MaskRect[];
  readonly masked: KeptFile;
}

/**
 * Takes the second look at a capture: another person than its sender says what it is. Evidence becomes a version of its account's post and goes to the classifier; the
 * rest is tied to nobody. One of two people who look at the same moment wins. A look is final; what was handed back comes again as another capture.
 */
export async function takeLook(deps: ApiDeps, on: On): Promise<IntakeDetail> {
  checkLookNote(on.given);
  const painted = await paintMasks(deps, on);
  const versionId = await deps.store.as(actorOf(on.person), async (tx) => {
    await tx.intake.lock(on.captureId);
    const capture = await getSeen(tx, on);
    requireMayLook(capture, on.person);
    return saveLook(tx, capture, { ...on, painted, now: deps.clock() });
  });
  // A hint only: the sweep offers the version again if this fails.
  if (versionId)
    await deps.queue
      .enqueue("classify", { versionIds: [versionId] })
      .catch((error: unknown) => deps.logger.warn({ versionId, code: codeOf(error) }, "capture.not-enqueued"));
  return readIntake(deps, on);
}

/** Throws with the reason where this person may not look at it now. */
export function requireMayLook(capture: Pick<IntakeWhole, "state" | "userId">, person: SignedIn): void {
  const { code } = lookRight(capture, person);
  if (code === "own-capture") throw forbidden(code, "You sent this: another person looks at it.");
  if (code === "looked-already") throw conflict(code, "Somebody looked at this capture before: read what came of it.", { state: capture.state });
  if (code !== null) throw forbidden(code, `The role ${person.role} does not look at captures.`);
}

/** Makes the masked pictures before the look is written: painting takes longer than a transaction may. What is then not used is swept away with its day. */
async function paintMasks(deps: ApiDeps, on: On): Promise<PaintedMask[]> {
  const wanted = on.given.masks.filter(({ rects }) => rects.length > 0);
  if (wanted.length === 0) return [];
  const files = await deps.store.as(actorOf(on.person), async (tx) => {
    requireMayLook(await getSeen(tx, on), on.person);
    return tx.intake.listFiles(on.captureId);
  });
  if (new Set(wanted.map(({ fileId }) => fileId)).size < wanted.length) throw invalid("mask-twice", "Give the masks of one file together.");
  const painted: PaintedMask[] = [];
  for (const { fileId, rects } of wanted) {
    const file = files.find(({ id }) => id === fileId);
    if (!file) throw invalid("mask-unknown", "A mask names a file that is not one of this capture's.");
    if (file.bytes > MAX_MASKED_BYTES) throw invalid("mask-not-possible", "This file is too large to be masked.");
    const { bytes, mediaType } = await maskPicture(await buffer(await deps.blobs.open(file.blobKey)), file.mediaType, rects);
    const blob = await deps.blobs.put(bytes);
    painted.push({ uploadId: fileId, rects, masked: { blobKey: blob.key, mediaType, bytes: blob.size } });
  }
  return painted;
}

/** Writes a look, its masks, and for evidence the post. Returns the new version, null when there is none to read. */
async function saveLook(
  tx: Tx,
  capture: IntakeWhole,
  { given, painted, now }: { readonly given: Look; readonly painted: readonly PaintedMask[]; readonly now: Date },
): Promise<string | null> {
  const { id, region } = capture;
  const mediaText = given.mediaText.trim();
  const account = given.act === "evidence" ? await requireAccount(tx, capture) : null;
  const lookId = await tx.intake.addLook({ id, region }, { act: given.act, note: given.note.trim(), mediaText });
  for (const mask of painted) await tx.intake.addMask({ id: lookId, captureId: id, region }, mask);
  const saved = account && (await savePost(tx, account, { capture, mediaText, now }));
  if (saved) await tx.intake.setPost(id, saved.postId);
  await tx.audit.append({
    act: "capture.looked",
    objectType: "capture",
    objectId: id,
    region,
    detail: { act: given.act, postId: saved?.postId ?? null, masks: painted.length, mediaText: mediaText !== "" },
  });
  return saved?.versionId ?? null;
}

/**
 * The account that evidence is filed under: one of this handle in the capture's region, whose owner uploaded it. In any other region the readers of that account could
 * not see the files.
 */
async function requireAccount(tx: Tx, capture: IntakeWhole): Promise<RegisteredAccount> {
  if (capture.uploader !== "owner")
    throw invalid("uploader-other", "Another person uploaded this: it is no act of the account's owner. Keep it as a lead.");
  const account = await tx.accounts.findByHandle(capture.platform, capture.handle);
  if (!account) throw invalid("handle-not-registered", "No account of this handle is registered in your regions. Keep it as a lead.");
  if (account.region !== capture.region)
    throw invalid(
      "account-elsewhere",
      "The account is registered in another region than this capture came from. Keep it as a lead, and have it sent by somebody who works there.",
    );
  return account;
}

/** Saves what was seen as a version of the account's post, its text followed by the words in pictures and sound. */
async function savePost(
  tx: Tx,
  account: RegisteredAccount,
  { capture, mediaText, now }: { readonly capture: IntakeWhole; readonly mediaText: string; readonly now: Date },
): Promise<{ postId: string; versionId: string | null }> {
  // What the sender said is in the bytes; the columns hold it made visible.
  const given = JSON.parse(capture.raw.toString("utf8")) as SendCapture;
  const externalId = await externalIdOf(tx, account, given);
  const { text, mediaFrom } = withMediaText(given.text, mediaText);
  await tx.posts.ensureWeek();
  const saved = await tx.posts.save(
    account,
    {
      platform: given.platform,
      externalId,
      versionKey: `hand-${await hashText(text)}`,
      kind: given.kind,
      url: given.url === null ? null : decodeText(given.url).text,
      text,
      mediaFrom,
      raw: capture.raw,
      contentType: "application/json",
      createdAt: new Date(given.seenAt),
      createdTrust: "analyst",
      editedAt: null,
      visibility: given.visibility,
      origin: given.origin,
      byHand: true,
      fetched: handedOver("form", capture.receivedAt),
    },
    CAPTURE_FORM,
    now,
  );
  if (saved) return saved;
  const known = await tx.posts.findByExternalId(given.platform, externalId);
  if (!known) throw conflict("post-forgotten", "This post was forgotten on request and is not kept again. Reject the capture, or keep it as a lead.");
  return { postId: known.id, versionId: null };
}

/** The author's words, then the words in pictures and sound, and where these begin. Made visible first, so that the index holds in what is kept. */
function withMediaText(words: string, mediaText: string): { readonly text: string; readonly mediaFrom: number | null } {
  if (mediaText === "") return { text: words, mediaFrom: null };
  const before = words === "" ? "" : `${words}\n\n`;
  return { text: before + mediaText, mediaFrom: decodeText(before).text.length };
}

/** The id of what was seen. One that is on record as another account's act is described instead: the address was not this account's. */
async function externalIdOf(tx: Tx, account: RegisteredAccount, given: SendCapture): Promise<string> {
  const id = captureIdentity(given);
  const known = await tx.posts.findByExternalId(given.platform, id);
  return !known || known.accountId === account.id ? id : describedIdentity(given);
}

const hashText = (text: string): Promise<string> => sha256Hex(new TextEncoder().encode(JSON.stringify(text)));
