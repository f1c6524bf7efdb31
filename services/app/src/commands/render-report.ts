import { loadColumns } from "@netra/config";
import { covers, DomainError, invalid, weekSpan } from "@netra/domain";
import { sha256Hex } from "@netra/evidence";
import type { PageLanguage } from "@netra/render";
import { type Actor, systemActor, type Tx } from "@netra/store";
import { type FormSettings, type ReportFile, readReport, reportFiles, tableCatalogue } from "@netra/worker-report";
import type { Context } from "../context.ts";
import { reportForms } from "../report-forms.ts";
import { writeTogether } from "../write-together.ts";

export interface RenderOptions {
  readonly week: string;
  readonly asOf: string;
  readonly out: string;
  readonly region?: string | undefined;
  readonly lang: string;
  readonly columns?: string | undefined;
}

const LANGUAGES: Readonly<Record<string, readonly PageLanguage[]>> = { id: ["id"], en: ["en"], both: ["id", "en"] };
const ASKED = "--week 2026-W47 --as-of 2026-11-23T06:00:00+07:00";

/**
 * `netra report render --week W --as-of TIME --out DIR [--region CODE] [--lang id|en|both] [--columns ID|FILE]`: the files of a report as of a time, into a directory, all or none.
 * The same week, region, time and settings give the same bytes. Reads as the system does for a stored report, with the rights of its region alone; leaves a trace in the audit trail.
 */
export async function renderReport(
  context: Pick<Context, "store" | "keys" | "config" | "clock">,
  options: RenderOptions,
): Promise<{ readonly ok: true; readonly lines: readonly string[] }> {
  const { week } = options;
  const languages = LANGUAGES[options.lang];
  if (!languages) throw invalid("lang-unknown", `--lang ${JSON.stringify(options.lang)} is no language of a report: write id, en or both.`);
  const asOf = parseAsOf(options.asOf, { week, now: context.clock() });
  const settings = await settingsOf(context, options.columns);
  const actor = systemActor("report");
  const { region, name } = await context.store.as(actor, (tx) => chooseRegion(tx, options.region));
  const own: Actor = { ...actor, regions: [region] };
  const read = await context.store.as(own, (tx) => readReport(tx, { of: week, region, asOf }));
  const files = await reportFiles(read, settings, languages);
  const fresh = await writeTogether(options.out, files);
  await context.store.as(own, (tx) =>
    tx.audit.append({
      act: "report.rendered",
      objectType: "report",
      objectId: `${week} ${region}`,
      region,
      detail: { week, asOf: asOf.toISOString() },
    }),
  );
  return {
    ok: true,
    lines: [
      ...(await tableOf(files)),
      `Region ${region}, ${name}${options.region === undefined ? ": the smallest that holds every account. The console shows the regions of whoever signed in; --region names another" : ""}.`,
      `${files.length} files in ${options.out}, ${fresh === 0 ? "which were there already, with the same bytes" : `${fresh} of them new`}. Check them with \`netra verify ${options.out}\`.`,
      ...(read.shareable ? [] : [`Week ${week} was not closed by then: there is no edition to be shared yet.`]),
      ...(settings.columns?.edition === "shareable" && !read.shareable ? [`So there is no workbook ${settings.columns.id} either.`] : []),
    ],
  };
}

async function tableOf(files: readonly ReportFile[]): Promise<string[]> {
  const longest = Math.max(...files.map(({ name }) => name.length));
  return Promise.all(
    files.map(async ({ name, bytes }) => `${name.padEnd(longest)}  ${bytes.length.toLocaleString("en").padStart(9)}  ${await sha256Hex(bytes)}`),
  );
}

async function settingsOf(context: Parameters<typeof renderReport>[0], columns: string | undefined): Promise<FormSettings> {
  const settings = await reportForms(context)();
  return columns === undefined ? settings : { ...settings, columns: loadColumns(columns, tableCatalogue()) };
}

const FORM = /^(\d{4}-\d{2}-(\d{2}))T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads the time of `--as-of`. Throws invalid `week-unknown`, `week-in-future` or `as-of`. */
export function parseAsOf(text: string, { week, now }: { readonly week: string; readonly now: Date }): Date {
  const { from } = spanOf(week);
  if (from > now) throw invalid("week-in-future", `--week ${week} has not begun: choose this week or an earlier one, such as ${ASKED}.`);
  const refuse = (what: string): never => {
    throw invalid("as-of", `--as-of ${JSON.stringify(text)} ${what}, such as ${ASKED}.`);
  };
  const [, date, day] = FORM.exec(text.trim()) ?? [];
  const at = new Date(text.trim());
  if (!date || Number.isNaN(at.getTime()) || new Date(`${date}T00:00:00Z`).getUTCDate() !== Number(day))
    return refuse("is no day and hour with an offset: write one");
  if (at > now) return refuse(`lies in the future (now it is ${now.toISOString()}): its figures would change; write a time that has passed`);
  if (at <= from) return refuse(`lies before week ${week} began (${from.toISOString()}): write a time after it`);
  return at;
}

function spanOf(week: string): { readonly from: Date } {
  try {
    return weekSpan(week);
  } catch {
    throw invalid("week-unknown", `--week ${JSON.stringify(week)} is no ISO week that exists (a year has 52 or 53): write it like ${ASKED}.`);
  }
}

/** The region asked for; without one the smallest that holds every account, where that is less than the whole country. */
async function chooseRegion(tx: Tx, asked: string | undefined): Promise<{ readonly region: string; readonly name: string }> {
  const regions = await tx.status.listRegions();
  const list = regions.map(({ code, name }) => `  ${code.padEnd(8)} ${name}`).join("\n");
  if (asked !== undefined) {
    const found = regions.find(({ code }) => code === asked);
    if (found) return { region: found.code, name: found.name };
    throw new DomainError("not-found", "region-not-found", `--region ${JSON.stringify(asked)} is not known. There are:\n${list}`);
  }
  const accounts = await tx.reports.listAccountRegions();
  const holding = regions.filter(({ code }) => code !== "ID" && accounts.length > 0 && accounts.every((one) => covers(code, one)));
  const smallest = holding.toSorted((a, b) => b.code.length - a.code.length)[0];
  if (smallest) return { region: smallest.code, name: smallest.name };
  throw invalid("region-needed", `Which region the report is of does not follow from the accounts: name it with --region. There are:\n${list}`);
}
