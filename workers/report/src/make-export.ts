import { createHash, type Hash } from "node:crypto";
import { codeOf, covers, DomainError, EXPORT_LIMITS, forbidden } from "@netra/domain";
import type { ExportPart, ExportTurn } from "@netra/store";
import { csvPart, workbook } from "./export-bytes.ts";
import { type ExportList, openList } from "./export-rows.ts";
import { makeSet } from "./export-set.ts";
import { type ExportDeps, type ExportWork, keepPart, rowsOf, startPulse, TurnOverError, tellNowAndThen, tellProgress } from "./export-work.ts";

const PAGE_ROWS = 1_000;
const PART_ROWS = 50_000;

/**
 * Builds the export job: makes a file part by part in bounded memory, each part kept before the next is begun, so that whoever comes after a kill goes on behind the last one. Rows are read
 * with the rights that whoever asked has now; what they are kept from is not in it. A row is as it was when its page was read; which rows there may be was fixed at the first start.
 */
export function createMakeExport(deps: ExportDeps) {
  const { store, actor } = deps;
  return async function makeExport({ exportId }: { readonly exportId: string }, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const turn = await store.as(actor, (tx) => tx.exports.take(exportId));
    if (!turn) return;
    try {
      const reader = await readerOf(deps, turn);
      const parts = await store.as(actor, (tx) => tx.exports.listParts(turn.id));
      const work: ExportWork = { deps, turn, reader, signal, parts, hash: await hashOf(parts, deps.blobs), done: rowsOf(parts), toldAt: 0 };
      const pulse = startPulse(work);
      try {
        await (turn.kind === "evidence" ? makeSet(work) : makeList(work));
        await finish(work);
      } finally {
        pulse.stop();
      }
    } catch (error) {
      await giveUp(deps, { turn, error, stopped: signal.aborted });
    }
  };
}

/** Whoever asked, as they stand now. Throws forbidden where they may not have it any more. */
async function readerOf({ store, actor }: ExportDeps, turn: ExportTurn): Promise<ExportWork["reader"]> {
  const asker = await store.as(actor, (tx) => tx.exports.findAsker(turn.id));
  if (!asker || !EXPORT_LIMITS[turn.kind][asker.role] || !asker.regions.some((own) => covers(own, turn.region)))
    throw forbidden("asker-may-not", "Whoever asked for this export may not have it any more: somebody else asks for it.");
  return { process: actor.process, kind: "person", id: asker.id, role: asker.role, regions: [turn.region] };
}

async function makeList(work: ExportWork): Promise<void> {
  const { deps, turn, reader, parts } = work;
  if (turn.kind === "evidence") return;
  const { total, list, kept } = await deps.store.as(reader, async (tx) => ({
    total: turn.total ?? (await tx.exports.count(turn, turn)),
    list: await openList(turn, tx),
    kept: await tx.exports.isKept(),
  }));
  await tellProgress(work, { done: rowsOf(parts), total });
  if (turn.format === "xlsx") {
    // One piece: a workbook that was stopped is begun anew.
    if (parts.length === 0) await keepRows(work, { list, kept, most: Number.POSITIVE_INFINITY });
    return;
  }
  while (parts.length === 0 || parts.at(-1)?.position !== turn.upto) await keepRows(work, { list, kept, most: deps.partRows ?? PART_ROWS });
}

/** Makes and keeps one part of so many rows, or what a page is more. The position of the last one is the last possible row. */
async function keepRows(
  work: ExportWork,
  { list, kept, most }: { readonly list: ExportList; readonly kept: boolean; readonly most: number },
): Promise<void> {
  const { deps, turn, reader, parts } = work;
  const before = rowsOf(parts);
  let position = parts.at(-1)?.position ?? 0;
  let rowCount = 0;
  async function* pages() {
    while (position < turn.upto && rowCount < most) {
      const upto = Math.min(turn.upto, position + (deps.pageRows ?? PAGE_ROWS));
      const rows = await list.page(deps.store, reader, { after: position, upto, keptFromNothing: !kept });
      position = upto;
      rowCount += rows.length;
      await tellNowAndThen(work, before + rowCount);
      yield rows;
    }
  }
  const bytes = turn.format === "xlsx" ? workbook(list, pages()) : csvPart(list, { pages: pages(), first: parts.length === 0 });
  await keepPart(work, { bytes, told: () => ({ rowCount, position, entry: null }) });
}

/** The hash of what earlier turns made: read again, as it will be handed out, and compared with its key while it is. */
async function hashOf(parts: readonly ExportPart[], blobs: ExportDeps["blobs"]): Promise<Hash> {
  const hash = createHash("sha256");
  for (const { blobKey } of parts) for await (const chunk of (await blobs.open(blobKey)) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash;
}

/** Writes down what the parts are together. */
async function finish({ deps, turn, parts, hash }: ExportWork): Promise<void> {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const made = { rows: rowsOf(parts), bytes, sha256: hash.digest("hex"), days: deps.keptDays };
  await deps.store.as(deps.actor, async (tx) => {
    if (!(await tx.exports.finish(turn, made))) throw new TurnOverError();
    const detail = { kind: turn.kind, format: turn.format, rows: made.rows, sha256: made.sha256 };
    await tx.audit.append({ act: "export.made", objectType: "export", objectId: turn.id, region: turn.region, detail });
  });
  deps.log.info("export.made", { exportId: turn.id, rows: made.rows, bytes, parts: parts.length });
}

/** After a stop anybody goes on at once; after an error somebody tries again, unless that would change nothing. */
async function giveUp(
  { store, actor, log }: ExportDeps,
  { turn, error, stopped }: { readonly turn: ExportTurn; readonly error: unknown; readonly stopped: boolean },
): Promise<void> {
  const exportId = turn.id;
  if (stopped || error instanceof TurnOverError) {
    await store.as(actor, (tx) => tx.exports.release(turn));
    return log.info("export.paused", { exportId });
  }
  const code = codeOf(error);
  const final = error instanceof DomainError && error.kind !== "unavailable";
  const failed = await store.as(actor, async (tx) => {
    if (!(await tx.exports.fail(turn, { code, final }))) return false;
    await tx.audit.append({ act: "export.failed", objectType: "export", objectId: exportId, region: turn.region, detail: { code } });
    return true;
  });
  if (!failed) throw error;
  log.warn("export.failed", { exportId, code });
}
