import type { CaptureView } from "@netra/service-api/contract";
import { ApiProblem, call } from "../api.ts";
import * as device from "./device-store.ts";
import { type Draft, provisionalNo, toSendCapture } from "./draft.ts";
import { ensureUploaded, forgetFile } from "./uploads.ts";

/** A finished draft on its way. It stays here until the server has given a receipt, whatever happens to the page. */
export interface Parcel {
  readonly draft: Draft;
  readonly provisionalNo: string;
  readonly state: "waiting" | "signed_out" | "refused" | "received";
  readonly receipt: CaptureView | null;
}

const key = (userId: string): string => `outbox:${userId}`;
const changed = new EventTarget();

export const onOutboxChange = (listener: () => void): (() => void) => {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
};

export const listParcels = async (userId: string): Promise<readonly Parcel[]> => (await device.find<Parcel[]>(key(userId))) ?? [];

async function edit(userId: string, next: (parcels: readonly Parcel[]) => readonly Parcel[]): Promise<void> {
  await device.change<readonly Parcel[]>(key(userId), (old) => next(old ?? []));
  changed.dispatchEvent(new Event("change"));
}

export async function post(userId: string, draft: Draft, now: Date): Promise<Parcel> {
  const parcel: Parcel = { draft, provisionalNo: provisionalNo(draft, now), state: "waiting", receipt: null };
  await edit(userId, (parcels) => [...parcels.filter((other) => other.draft.clientId !== draft.clientId && other.state !== "received"), parcel]);
  return parcel;
}

export const takeBack = (userId: string, clientId: string): Promise<void> =>
  edit(userId, (parcels) => parcels.filter((parcel) => parcel.draft.clientId !== clientId));

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
      if (outcome.state === "received") await Promise.all(parcel.draft.files.map((file) => forgetFile(file.id)));
      if (outcome.state === "signed_out") return;
    }
  };
  if (!("locks" in navigator)) return work();
  await navigator.locks.request("netra-outbox", { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work();
  });
}

async function send(parcel: Parcel): Promise<Pick<Parcel, "state" | "receipt"> | "no_line"> {
  try {
    const uploads = await Promise.all(parcel.draft.files.map((file) => ensureUploaded(file.id)));
    const receipt = await call<CaptureView>("POST", "/api/captures", toSendCapture(parcel.draft, uploads));
    return { state: "received", receipt };
  } catch (problem) {
    const status = statusOf(problem);
    if (status === null || status >= 500 || status === 423 || status === 429) return "no_line";
    return { state: status === 401 ? "signed_out" : "refused", receipt: null };
  }
}

/** The answer behind a failure: ours, or the upload library's; null when nothing answered. */
function statusOf(problem: unknown): number | null {
  if (problem instanceof ApiProblem) return problem.status;
  const response = (problem as { originalResponse?: { getStatus(): number } | null } | null)?.originalResponse;
  return response ? response.getStatus() : null;
}
