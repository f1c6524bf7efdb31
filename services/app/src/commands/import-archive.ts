import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { DomainError, invalid, JAKARTA_OFFSET_MS, PLATFORMS, type Platform } from "@netra/domain";
import {
  type ArchiveAsk,
  type ByteSource,
  calendarDay,
  isRefusal,
  type LeftOut,
  type OwnerArchive,
  readOwnerArchive,
  summarize,
} from "@netra/imports";
import type { Context } from "../context.ts";
import { findSupervisor } from "./find-supervisor.ts";
import { savedLine } from "./import-captures.ts";
import { findContest, importer, saveCaptures, whyNotOurs } from "./save-captures.ts";

const CONNECTOR = { name: "owner-archive", version: "1" };

export interface ArchiveOptions {
  /** `PLATFORM:HANDLE`. */
  readonly account: string;
  readonly contest: string;
  readonly by: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly audience?: string | undefined;
  readonly preview?: boolean | undefined;
}

/**
 * `netra import archive FILE.zip --account PLATFORM:HANDLE --contest ID --by U`: takes the posts and comments of an archive that the account's owner handed
 * over, all or none, in the name of a supervisor. With `preview` only counts what would be taken and left out. The same archive again adds nothing. The audit
 * row keeps the archive's hash, the days and what was left out; the file itself is not kept.
 */
export async function runImportArchive(context: Context, file: string, options: ArchiveOptions): Promise<{ ok: boolean; lines: string[] }> {
  const by = await findSupervisor(context.store, { username: options.by, permission: "capture.import", deed: "import an archive" });
  const contest = await findContest(context.store, options.contest);
  const { platform, handle } = parseAccount(options.account);
  const owner = await context.store.as(importer(by), (tx) => tx.accounts.findByHandle(platform, handle));
  const why = whyNotOurs(owner, contest.region, by);
  if (!owner || why !== null) throw invalid("archive-account", `The account ${why?.what}: ${why?.remedy}.`);
  if (owner.link === "inferred")
    throw invalid(
      "archive-account-inferred",
      "This account is only inferred to be the person's: whoever hands over its archive can declare it first.",
    );

  const [from, to] = [parseDay(options.from, "--from"), parseDay(options.to, "--to")];
  const ask: ArchiveAsk = { platform, account: { handle, externalId: owner.externalId }, from, to, audience: parseAudience(options.audience) };
  const handed = await open(file).catch(() => {
    throw new DomainError("not-found", "archive-not-found", `The file ${file} cannot be opened.`);
  });
  try {
    const { size } = await handed.stat();
    const archive = await readOwnerArchive(sourceOf(handed, size), ask);
    const lines = describeArchive(archive, options);
    if (options.preview) return { ok: true, lines: [...lines, "Preview: nothing was saved. Leave --preview out to save."] };
    const sha256 = await hashOf(file);
    const outcome = await saveCaptures(context, {
      captures: archive.rows.map((values, index) => ({ values, owner, at: () => `post ${index + 1}` })),
      ...{ contest, by, connector: CONNECTOR, trust: "author", act: "archive.imported", objectId: owner.id },
      detail: { sha256, platform, from: from ?? null, to: to ?? null, audience: ask.audience, leftOut: archive.leftOut },
    });
    if (outcome.problems.length > 0)
      return { ok: false, lines: [...outcome.problems.map(({ at, what, remedy }) => `${at}: ${what}; ${remedy}`), "Nothing was saved."] };
    context.log.info("archive.imported", { contest: options.contest, saved: outcome.saved, known: outcome.known });
    return { ok: true, lines: [...lines, savedLine(outcome)] };
  } finally {
    await handed.close();
  }
}

function parseAccount(text: string): { platform: Platform; handle: string } {
  const [name = "", ...rest] = text.split(":");
  const [platform, handle] = [PLATFORMS.find((known) => known === name.trim().toLowerCase()), rest.join(":").trim()];
  if (!platform || handle === "") throw invalid("account-form", "Write --account as PLATFORM:HANDLE, such as x:contoh_sari.");
  return { platform, handle };
}

function parseDay(text: string | undefined, option: string): string | undefined {
  if (text === undefined) return undefined;
  const day = calendarDay(text);
  if (isRefusal(day)) throw invalid("day-form", `${option} ${day.problem}: ${day.remedy}.`);
  return day;
}

function parseAudience(text = "friends"): ArchiveAsk["audience"] {
  if (text === "public" || text === "friends") return text;
  throw invalid("audience-form", "--audience is public or friends.");
}

const sourceOf = (file: FileHandle, size: number): ByteSource => ({
  size,
  async read(offset, length) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  },
});

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

const LEFT_OUT_WORDS: Readonly<Record<LeftOut, string>> = {
  "outside-dates": "outside the days",
  "not-public": "not public",
  "in-a-group": "in a group",
  "others-words": "by somebody else",
  "no-words": "without words or picture",
  "no-time": "without a time",
  "unknown-shape": "in a form that is not known here",
};

/** Counts and days, and nothing that anybody wrote. */
function describeArchive({ rows, leftOut, entries }: OwnerArchive, { preview }: ArchiveOptions): string[] {
  const { kinds, first, last } = summarize(rows);
  const counts = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`);
  const span = first && last ? `, ${dayOf(first)} to ${dayOf(last)}` : "";
  const reasons = (Object.entries(leftOut) as [LeftOut, number][]).filter(([, count]) => count > 0);
  return [
    `${entries.opened} of the archive's ${entries.all} files were opened.`,
    `${preview ? "Would be taken" : "Taken"}: ${counts.join(", ") || "nothing"}${span}.`,
    ...(reasons.length > 0 ? [`Left out: ${reasons.map(([reason, count]) => `${count} ${LEFT_OUT_WORDS[reason]}`).join(", ")}.`] : []),
  ];
}

const dayOf = (moment: Date): string => new Date(moment.getTime() + JAKARTA_OFFSET_MS).toISOString().slice(0, 10);
