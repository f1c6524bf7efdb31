import { setTimeout as pause } from "node:timers/promises";
import { weekDue } from "@netra/domain";
import { type Actor, systemActor } from "@netra/store";
import type { Context } from "../../context.ts";
import type { DemoUser } from "../users.ts";
import { OFFICE } from "./open-desk.ts";

const LOOK_MS = 1_000;
const NOTES = [
  "Pekan pertama pengawasan. Angka masih kecil; belum ada kesimpulan yang dapat ditarik (contoh).",
  "Listrik padam dari Selasa malam sampai Kamis siang: unggahan pada jam itu baru terlihat sesudahnya, dan sebagian yang terhapus tidak pernah terlihat (contoh).",
  "Satu akun ternyata milik orang lain bernama sama; tautannya dicabut dan penandanya ditarik. TikTok menolak permintaan pada Sabtu malam (contoh).",
] as const;

/**
 * Signs what the supervisor asked for in the past weeks, once the report worker has made it: a note, and the order to make it final, today and under today's clock. The newest week
 * stays a draft, for whoever opens the demo. Resolves when all is ordered, or when it is told to stop; another start goes on where it was.
 */
export async function signReports(
  { store, queue, config }: Pick<Context, "store" | "queue" | "config">,
  { users, firstStart, signal }: { readonly users: readonly DemoUser[]; readonly firstStart: Date; readonly signal: AbortSignal },
): Promise<void> {
  const signer = await signerOf(store, users);
  const newest = weekDue(firstStart, config.office.zone);
  for (; signer && !signal.aborted; await pause(LOOK_MS, undefined, { signal }).catch(() => undefined)) {
    // What somebody asked for since the demo runs is theirs.
    const open = (await store.as(signer, (tx) => tx.reports.list()))
      .filter(({ week, region, asOf }) => region === OFFICE && asOf < firstStart && week !== null && week < newest)
      .toSorted((a, b) => ((a.week ?? "") < (b.week ?? "") ? -1 : 1));
    for (const [place, report] of open.entries()) {
      if (report.state !== "ready" || report.finalAskedAt !== null || report.noteRev > 0) continue;
      const of = { objectType: "report", objectId: report.id, region: OFFICE, detail: { version: report.version } };
      await store.as(signer, async (tx) => {
        await tx.reports.annotate(report.id, { note: NOTES[place % NOTES.length] ?? null, seen: 0 });
        await tx.audit.append({ ...of, act: "report.annotated" });
        await tx.reports.askFinal(report.id, 1);
        await tx.audit.append({ ...of, act: "report.finalize-asked" });
      });
      await queue.enqueue("report", { reportId: report.id });
    }
    if (open.every(({ state, noteRev }) => state === "failed" || noteRev > 0)) return;
  }
}

async function signerOf(store: Context["store"], users: readonly DemoUser[]): Promise<Actor | undefined> {
  const given = users.find(({ role, regions }) => role === "supervisor" && regions.includes(OFFICE));
  const user = given && (await store.as(systemActor("operator"), (tx) => tx.users.findByName(given.username)));
  return user && { process: "api", kind: "person", id: user.id, role: user.role, regions: given.regions };
}
