import { compareDocuments, instantsOf, makeDocument, type ReportCorrection, type ReportDocument, shareableAsOf } from "@netra/domain";
import { sha256 } from "@netra/evidence";
import type { Log } from "@netra/queue";
import type { ReportBytes, ReportOrder, Store, Tx } from "@netra/store";
import { countSteps, type Steps } from "./count-steps.ts";
import { readDocument } from "./document-bytes.ts";
import type { FormSettings } from "./forms/form-settings.ts";
import { renderForms } from "./forms/report-files.ts";
import { formsOf, type ReportForm } from "./forms.ts";
import type { ReportInput } from "./report-input.ts";
import { summarize } from "./summary.ts";

export interface ReportDeps {
  readonly store: Store;
  /** The system in the report process: it finds the report; its figures are then read with the report's region alone. */
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
  /** What the office decides of the forms, asked for each report. */
  readonly forms: () => Promise<FormSettings>;
}

interface Making {
  readonly order: ReportOrder;
  readonly settings: FormSettings;
  /** Runs something with the rights of the report's region alone. */
  readonly own: <T>(act: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Counts its steps beside its transaction, so that whoever waits sees them. */
  readonly count: (total: number) => Steps;
}

/**
 * Builds the report job: makes the draft of one report from its figures, or the final version from the draft's own document, and stores the bytes with their hash. Figures are read with
 * the rights of the report's region, so that row security bounds them too. A report that is done, failed or being made by another worker is left alone; one whose worker died is begun
 * again, since nothing of it was stored.
 */
export function createMakeReport({ store, actor, log, forms }: ReportDeps) {
  return async function makeReport({ reportId }: { readonly reportId: string }): Promise<void> {
    try {
      const made = await store.as(actor, async (tx) => {
        const order = await tx.reports.take(reportId);
        if (!order) return null;
        const { region } = order;
        const making: Making = {
          order,
          settings: await forms(),
          own: (act) => store.as({ ...actor, regions: [region] }, act),
          count: (total) => countSteps(total, (at) => store.as(actor, (beside) => beside.reports.noteStep(reportId, { region, ...at }))),
        };
        return order.toFinal ? makeFinal(tx, making) : makeDraft(tx, making);
      });
      if (made !== null) log.info(made.act, { reportId, files: made.files });
    } catch (error) {
      await store.as(actor, (tx) => tx.reports.fail(reportId));
      throw error;
    }
  };
}

/** Nobody stands behind it yet. */
const UNSIGNED = { final: null, note: null, noted: null } as const;

interface Made {
  readonly act: "report.made" | "report.finalized";
  readonly files: number;
}

async function makeDraft(tx: Tx, making: Making): Promise<Made> {
  const { order, own, count } = making;
  const { id, of, region, asOf, version, corrects } = order;
  const closed = shareableTime(order, asOf);
  const forms = formsOf({ shareable: closed !== null }, making.settings);
  const steps = count((closed === null ? 2 : 4) + (corrects === null ? 0 : 1) + forms.length);
  const document = await readInternal();
  const shareable = closed && (await readShareable(making, { closed, steps }));
  const correction = corrects === null ? null : await steps.run("compare", () => correctionOf(making, { corrects, document }));
  const input: ReportInput = { document, shareable, version, draft: true, ...UNSIGNED, correction, ...(await own(namesOf(region))) };
  const files = await render(input, { forms, steps, settings: making.settings });
  const { changes, more } = correction ?? { changes: null, more: 0 };
  await tx.reports.finish(id, summarize(document), files, changes && { changes, more });
  return noteMade(tx, { order, act: "report.made", files: files.length });

  async function readInternal(): Promise<ReportDocument> {
    const facts = await steps.run("facts", () => own((mine) => mine.reports.readFacts({ region, of, asOf })));
    return steps.run("document", () => makeDocument(facts, "internal"));
  }
}

/** From the draft's own document, so that no figure differs from what was read before; with the note, and without the mark of a draft. */
async function makeFinal(tx: Tx, making: Making): Promise<Made> {
  const { order, own, count } = making;
  const { id, region, version, note } = order;
  const internal = await storedDraft(making, "internal");
  if (!internal?.publication) throw new Error("report: a draft without its document cannot be made final");
  const told = await storedDraft(making, "shareable");
  // An office east of Jakarta makes its draft before the week closes there.
  const closed = told ? null : shareableTime(order, order.now);
  const forms = formsOf({ shareable: told !== null || closed !== null }, making.settings);
  const steps = count((closed === null ? 0 : 2) + forms.length);
  const shareable = told?.document ?? (closed && (await readShareable(making, { closed, steps })));
  const { document, publication } = internal;
  const input: ReportInput = {
    document,
    shareable,
    version,
    draft: false,
    final: { at: order.now.toISOString(), by: order.finalBy },
    note,
    noted: note === null || order.noteBy === null || order.noteAt === null ? null : { at: order.noteAt.toISOString(), by: order.noteBy },
    correction: publication.correction,
    ...(await own(namesOf(region))),
  };
  const files = await render(input, { forms, steps, settings: making.settings });
  await tx.reports.finishFinal(id, { region, files, at: order.now });
  return noteMade(tx, { order, act: "report.finalized", files: files.length });
}

async function storedDraft({ order, own }: Making, edition: "internal" | "shareable") {
  const bytes = await own((mine) => mine.reports.findDocument(order.id, { edition, draft: true }));
  return bytes ? readDocument(bytes) : null;
}

/** When the week's one shareable edition counts; null until it is closed, of a week that the report saw in part, and of a span of days. */
function shareableTime({ of, asOf }: ReportOrder, now: Date): Date | null {
  const span = instantsOf(of);
  return typeof of === "string" && asOf >= span.to ? shareableAsOf(span, now) : null;
}

async function readShareable({ order, own }: Making, { closed, steps }: { readonly closed: Date; readonly steps: Steps }): Promise<ReportDocument> {
  const { of, region } = order;
  const facts = await steps.run("facts", () => own((mine) => mine.reports.readFacts({ region, of, asOf: closed })));
  return steps.run("document", () => makeDocument(facts, "shareable"));
}

async function correctionOf(
  { order, own }: Making,
  { corrects, document }: { readonly corrects: number; readonly document: ReportDocument },
): Promise<ReportCorrection> {
  const { of, region, reason } = order;
  const older = await own((mine) => mine.reports.findFinalDocument({ of, region, version: corrects }));
  const told = older ? compareDocuments(readDocument(older).document, document) : { changes: null, more: 0 };
  return { of: corrects, why: reason ?? "", ...told };
}

const namesOf =
  (region: string) =>
  async (tx: Tx): Promise<Pick<ReportInput, "regionName" | "regions">> => {
    const regions = new Map((await tx.status.listRegions()).map(({ code, name }) => [code, name]));
    return { regionName: regions.get(region) ?? region, regions };
  };

async function render(
  input: ReportInput,
  { forms, steps, settings }: { readonly forms: readonly ReportForm[]; readonly steps: Steps; readonly settings: FormSettings },
): Promise<ReportBytes[]> {
  const files = await renderForms(input, { forms, settings, step: (work) => steps.run("forms", work) });
  return Promise.all(files.map(async (file) => ({ ...file, sha256: await sha256(file.bytes) })));
}

/** Reads what a report of a week says as of a time, with the rights of the transaction's actor: within the regions that it sees. It is of no version, and no draft. */
export async function readReport(tx: Tx, { of, region, asOf }: Pick<ReportOrder, "of" | "region" | "asOf">): Promise<ReportInput> {
  const document = makeDocument(await tx.reports.readFacts({ region, of, asOf }), "internal");
  const closed = typeof of === "string" ? shareableAsOf(instantsOf(of), asOf) : null;
  const shareable = closed && makeDocument(await tx.reports.readFacts({ region, of, asOf: closed }), "shareable");
  return { document, shareable, version: null, draft: false, ...UNSIGNED, correction: null, ...(await namesOf(region)(tx)) };
}

async function noteMade(
  tx: Tx,
  { order, act, files }: { readonly order: ReportOrder; readonly act: Made["act"]; readonly files: number },
): Promise<Made> {
  const { id, of, region, version } = order;
  const span = typeof of === "string" ? { week: of } : of;
  await tx.audit.append({ act, objectType: "report", objectId: id, region, detail: { ...span, version } });
  return { act, files };
}
