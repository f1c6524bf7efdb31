import { forbidden, invalid, mayLook, notFound } from "@netra/domain";
import type { IntakeFile, IntakeWhole, IntakeRow as Row, Tx } from "@netra/store";
import type { Static } from "typebox";
import type { IntakeDetail, IntakePage, IntakeQuery, IntakeRow, Reporter } from "../contract.ts";
import type { Addresses, ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { firstName } from "../triage/flag-view.ts";

const PAGE = 50;

interface Showing {
  readonly tx: Tx;
  readonly addresses: Addresses;
}

interface On {
  readonly person: SignedIn;
  readonly captureId: string;
}

/** What waits for a second look, oldest first, or what was looked at, newest first. */
export function listIntake({ store }: ApiDeps, person: SignedIn, { state = "waiting", after }: IntakeQuery): Promise<IntakePage> {
  const key = after === undefined ? null : parseCursor(after);
  return store.as(actorOf(person), async (tx) => {
    const rows = await tx.intake.list({ state, after: key, limit: PAGE + 1 });
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    return {
      captures: page.filter(({ region }) => sees(person, region)).map((row) => viewRow(row, person)),
      waiting: await tx.intake.countWaiting(),
      next: rows.length > PAGE && last ? Buffer.from(last.sortKey).toString("base64url") : null,
    };
  });
}

export function readIntake({ store, addresses }: ApiDeps, on: On): Promise<IntakeDetail> {
  return store.as(actorOf(on.person), async (tx) => showIntake({ tx, addresses }, on.person, await getOpen(tx, on)));
}

/** The original of a file, as it was sent. That it was opened stays in the audit trail. */
export function findIntakeFile({ store }: ApiDeps, on: On & { readonly fileId: string }): Promise<IntakeFile> {
  return store.as(actorOf(on.person), async (tx) => {
    const { id, region } = await getOpen(tx, on);
    const file = (await tx.intake.listFiles(id)).find((one) => one.id === on.fileId);
    if (!file) throw notFound("file");
    await tx.audit.append({ act: "capture.original-opened", objectType: "capture", objectId: id, region, detail: { fileId: file.id } });
    return file;
  });
}

/** Opens who told the office. The reason stays in the audit trail. */
export function openReporter({ store }: ApiDeps, on: On & { readonly reason: string }): Promise<Static<typeof Reporter>> {
  return store.as(actorOf(on.person), async (tx) => {
    const { id, region } = await getSeen(tx, on);
    const reporter = await tx.intake.readReporter(id);
    if (!reporter) throw notFound("reporter");
    await tx.audit.append({ act: "reporter.opened", objectType: "capture", objectId: id, region, reason: on.reason });
    return reporter;
  });
}

/** Reads a capture and checks the region once more. */
export async function getSeen(tx: Tx, on: On): Promise<IntakeWhole> {
  const capture = await tx.intake.get(on.captureId);
  requireSight(on.person, capture.region, "capture");
  return capture;
}

/**
 * Reads a capture for showing it whole. Once looked at it opens only for who sent it and who looked: it holds the handle, the address and unmasked pictures, and whoever
 * reads the flag that came of it sees these after the own reading, there.
 */
async function getOpen(tx: Tx, on: On): Promise<IntakeWhole> {
  const capture = await getSeen(tx, on);
  if (capture.state !== "waiting" && capture.userId !== on.person.id && capture.lookedBy !== on.person.id)
    throw forbidden(
      "looked-already",
      "This capture was looked at: it opens for who sent it and who looked. If a flag came of it, the flag's page shows the rest after your reading.",
    );
  return capture;
}

/** Whether this person may look at it now. */
export const lookRight = (row: Pick<Row, "state" | "userId">, person: Pick<SignedIn, "id" | "role">): IntakeRow["mayLook"] =>
  mayLook({ waiting: row.state === "waiting", sentBy: row.userId }, person);

async function showIntake({ tx, addresses }: Showing, person: SignedIn, capture: IntakeWhole): Promise<IntakeDetail> {
  const files = await tx.intake.listFiles(capture.id);
  const transcripts = await tx.intake.listTranscripts(capture.id);
  const duplicates = await tx.intake.listDuplicates(capture.id);
  const looks = await tx.intake.listLooks(capture.id);
  const lastCheck = await tx.addressChecks.findLast(capture.id);
  const { code } = lookRight(capture, person);
  const refusal = code ?? whyNotAsk(addresses, capture);
  const { url, handle, text, seenHow, officeAccount, uploader, parentUrl, parentText, reporterSealed } = capture;
  return {
    ...viewRow(capture, person),
    ...{ url, handle, text, seenHow, officeAccount, uploader, parentUrl, parentText, reporterSealed },
    transcripts: transcripts.map(({ uploadId, lines }) => ({ upload: uploadId, lines: [...lines] })),
    fileList: files.map(({ id, mediaType, bytes, sha256, pictureText, pictureConfidence, masks }) => ({
      ...{ id, mediaType, bytes, sha256 },
      pictureText: pictureText === null ? null : { text: pictureText, confidence: pictureConfidence ?? 0 },
      masks: [...(masks ?? [])],
    })),
    possibleDuplicates: duplicates.map(({ id, receiptNo, receivedAt, same }) => ({
      ...{ id, receiptNo },
      receivedAt: receivedAt.toISOString(),
      same: [...same],
    })),
    looks: looks.map(({ act, note, by, at }) => ({ act, note, by: firstName(by), at: at.toISOString() })),
    addressCheck: {
      mayAsk: { ok: refusal === null, code: refusal },
      last: lastCheck ? { result: lastCheck.result, by: firstName(lastCheck.by), at: lastCheck.at.toISOString() } : null,
    },
  };
}

/** Why a platform is not asked about the address of a capture; null where it may be. */
export const whyNotAsk = (addresses: Addresses, { url, platform }: Pick<IntakeWhole, "url" | "platform">): string | null =>
  url === null ? "no-address" : addresses.whyNot(url, { platform });

function viewRow(row: Row, person: SignedIn): IntakeRow {
  const { id, receiptNo, kind, platform, origin, visibility, region, files, state, registered, duplicates } = row;
  return {
    ...{ id, receiptNo, kind, platform, origin, visibility, region, files, state, registered, duplicates },
    receivedAt: row.receivedAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
    by: firstName(row.by),
    mayLook: lookRight(row, person),
  };
}

/** A cursor is the last row's sort key; only its form is trusted. */
function parseCursor(cursor: string): string {
  const key = Buffer.from(cursor, "base64url").toString("latin1");
  if (!/^\d{17}[0-9a-f-]{36}$/.test(key)) throw invalid("cursor-unknown", "Start again from the first page: this cursor is not one of ours.");
  return key;
}
