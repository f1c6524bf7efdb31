import type { CaptureView } from "@netra/service-api/contract";
import { ApiProblem, call } from "../api.ts";
import * as device from "./device-store.ts";
import { type Draft, type DraftFile, provisionalNo, restoreDraft, toSendCapture } from "./draft.ts";
import { findReporter, forgetReporter } from "./reporter.ts";
import { ensureUploaded, forgetFile, forgetUpload, hashOf } from "./uploads.ts";

/**
 * A finished draft on its way. It stays here until the server has given a receipt, whatever happens to the page, and then until a second person has looked:
 * a capture that is handed back is corrected from it.
 */
export interface Parcel {
  readonly draft: Draft;
  readonly provisionalNo: string;
  readonly state: "waiting" | "signed_out" | "refused" | "received";
  readonly receipt: CaptureView | null;
  /** SHA-256 of each file as it lay on this phone, in their order. */
  readonly hashes: readonly (string | null)[];
}

/** Larger files leave the phone with the receipt. */
const KEPT_FOR_CORRECTION_BYTES = 20_000_000;
const KEPT_FOR_CORRECTION_MS = 14 * 24 * 3_600_000;

const key = (userId: string): string => `outbox:${userId}`;
const changed = new EventTarget();

export const onOutboxChange = (listener: () => void): (() => void) => {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
};

export const listParcels = async (userId: string): Promise<readonly Parcel[]> => ((await device.find<Parcel[]>(key(userId))) ?? []).map(restore);
const restore = (parcel: Parcel): Parcel => ({ ...parcel, draft: restoreDraft(parcel.draft), hashes: parcel.hashes ?? [] });

async function edit(userId: string, next: (parcels: readonly Parcel[]) => readonly Parcel[]): Promise<void> {
  await device.change<readonly Parcel[]>(key(userId), (old) => next(old ?? []));
  changed.dispatchEvent(new Event("change"));
}

export async function post(userId: string, draft: Draft, now: Date): Promise<Parcel> {
  const parcel: Parcel = { draft, provisionalNo: provisionalNo(draft, now), state: "waiting", receipt: null, hashes: [] };
  await edit(userId, (parcels) => [...parcels.filter((other) => other.draft.clientId !== draft.clientId), parcel]);
  return parcel;
}

export const takeBack = (userId: string, clientId: string): Promise<void> =>
  edit(userId, (parcels) => parcels.filter((parcel) => parcel.draft.clientId !== clientId));

/**
 * Forgets sent captures that nobody will hand back any more: a second person decided, or two weeks have passed. With `null` all of them, for somebody who
 * leaves this phone. What still waits stays.
 */
export async function forgetSettled(userId: string, captures: readonly CaptureView[] | null, now = new Date()): Promise<void> {
  const isDecided = (id: string): boolean => captures?.some((one) => one.id === id && one.state !== "received" && one.state !== "returned") ?? true;
  // A list may be older than the receipt: what it does not name yet is not settled.
  const mayComeBack = ({ receipt }: Parcel): boolean =>
    receipt !== null && !isDecided(receipt.id) && now.getTime() - Date.parse(receipt.receivedAt) < KEPT_FOR_CORRECTION_MS;
  const settled = (await listParcels(userId)).filter((parcel) => parcel.state === "received" && !mayComeBack(parcel));
  if (settled.length === 0) return;
  for (const { draft } of settled) for (const file of draft.files) await forgetFile(file.id);
  await edit(userId, (parcels) => parcels.filter((parcel) => !settled.some(({ draft }) => draft.clientId === parcel.draft.clientId)));
}

/** The reporter leaves this phone as soon as the server has sealed it; files go or stay by their size. */
async function forgetSent(draft: Draft): Promise<void> {
  await forgetReporter(draft);
  const leave = ({ id, size }: DraftFile): Promise<void> => (size > KEPT_FOR_CORRECTION_BYTES ? forgetFile(id) : forgetUpload(id));
  await Promise.all(draft.files.map(leave));
}

/**
 * Sends what waits, oldest first; stops quietly when the line fails, and is called again when it is back. Only one tab sends at a time,
 * and sending twice gives the same receipt, so nothing is doubled and nothing is lost.
 */
export async function flush(userId: string): Promise<void> {
  const work = async () => {
    for (const parcel of await listParcels(userId)) {
      if (parcel.state !== "waiting" && parcel.state !== "signed_out") continue;
      const outcome = await send(parcel);
      if (outcome === "no_line") return;
      await edit(userId, (parcels) => parcels.map((other) => (other.draft.clientId === parcel.draft.clientId ? { ...other, ...outcome } : other)));
      if (outcome.state === "received") await forgetSent(parcel.draft);
      if (outcome.state === "signed_out") return;
    }
  };
  if (!("locks" in navigator)) return work();
  await navigator.locks.request("netra-outbox", { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work();
  });
}

async function send(parcel: Parcel): Promise<Pick<Parcel, "state" | "receipt" | "hashes"> | "no_line"> {
  try {
    const { draft } = parcel;
    const uploads = await Promise.all(draft.files.map((file) => ensureUploaded(file.id)));
    const hashes = await Promise.all(draft.files.map((file) => hashOf(file.id)));
    const receipt = await call<CaptureView>("POST", "/api/captures", toSendCapture(draft, uploads, await findReporter(draft)));
    return { state: "received", receipt, hashes };
  } catch (problem) {
    const status = statusOf(problem);
    if (status === null || status >= 500 || status === 423 || status === 429) return "no_line";
    return { state: status === 401 ? "signed_out" : "refused", receipt: null, hashes: [] };
  }
}

/** The answer behind a failure: ours, or the upload library's; null when nothing answered. */
function statusOf(problem: unknown): number | null {
  if (problem instanceof ApiProblem) return problem.status;
  const response = (problem as { originalResponse?: { getStatus(): number } | null } | null)?.originalResponse;
  return response ? response.getStatus() : null;
}
