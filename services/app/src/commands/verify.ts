import { readFileSync } from "node:fs";
import { DomainError } from "@netra/domain";
import { type PassportVerdict, readCanonicalZip, verifyPassport } from "@netra/evidence";
import { readAgain } from "../read-again.ts";
import { readStamp } from "../read-stamp.ts";

/** Checks that were made, in words, and whether the passport holds. */
export interface VerifyReport {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

const MARK = { true: "ok  ", false: "NO  ", null: "--  " } as const;

/**
 * `netra verify FILE [--key VKEY] [--tsa-ca FILE]`: checks a passport without a database or a network. What this Netra reads in the same text is told beside it and decides
 * nothing: another version may read it in another way. Throws not-found `file-unreadable`.
 */
export async function verifyFile(
  path: string,
  { key, tsaCa }: { readonly key?: string | undefined; readonly tsaCa?: string | undefined },
): Promise<VerifyReport> {
  const bytes = readBytes(path);
  const verdict = await verifyPassport(bytes, { verifierKey: key });
  const stamp = verdict.ok ? await readStamp(readCanonicalZip(bytes), { caFile: tsaCa ?? null }) : null;
  const ok = verdict.ok && stamp?.ok !== false;
  return {
    ok,
    lines: [
      ...verdict.checks.map(({ id, ok, sentence }) => `${MARK[`${ok}`]}${id.padEnd(11)} ${sentence.en}`),
      ...(verdict.ok ? readAgain(readCanonicalZip(bytes)).map((line) => `    ${"reading".padEnd(11)} ${line}`) : []),
      ...(stamp === null ? [] : [`${MARK[`${stamp.ok}`]}${"authority".padEnd(11)} ${stamp.sentence}`]),
      "",
      ...conclude({ ...verdict, ok }),
    ],
  };
}

function conclude({ ok, facts }: PassportVerdict): string[] {
  if (!ok || !facts) return ["REFUSED: do not rely on this file. Ask the office that made it for another copy."];
  const whole = `Passport of ${facts.kind} ${facts.number}, made ${facts.madeAt} with ${facts.tool}, ${facts.withPeople ? "names a person" : "names nobody"}: it holds.`;
  if (facts.compared) return [whole];
  return [whole, `Signed by ${facts.key}`, "Compare that key with one that you got from the office by another way, and give it with --key."];
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new DomainError(
      "not-found",
      "file-unreadable",
      `${path} cannot be read (${code}): name the file of a passport, the directory of a report, or its ….manifest.json.`,
    );
  }
}
