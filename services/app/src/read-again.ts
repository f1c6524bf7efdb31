import { type Classification, type Contest, compile, type RulePack } from "@netra/classifier";
import type { PassportFlag, PassportManifest, ZipEntry } from "@netra/evidence";

/** What of a flag's manifest the reading is made from and compared with. */
type Read = Pick<PassportFlag, "number" | "evidence" | "classification" | "pack_hash" | "contest_hash"> & { readonly region?: unknown };

/**
 * Reads each flag's text again with the pack and the contest of the passport and says whether the same comes out. For a passport that was verified: its
 * manifest is as the format has it. Never throws; a pack that this version cannot use is said.
 */
export function readAgain(entries: readonly ZipEntry[]): string[] {
  const files = new Map(entries.map(({ path, bytes }) => [path, bytes]));
  const manifest = json(files.get("passport.json")) as PassportManifest;
  return manifest.flags.map((flag: Read) => {
    const about = `Flag ${flag.number}: `;
    try {
      const hashed = (form: RegExp, hash: string): unknown =>
        json(files.get(manifest.files.find(({ path, sha256 }) => form.test(path) && `sha256:${sha256}` === hash)?.path ?? ""));
      const evidence = flag.evidence.find(({ id }) => id === flag.classification.evidence) ?? flag.evidence[0];
      const bytes = evidence?.text ? files.get(evidence.text) : undefined;
      if (!evidence || !bytes) return `${about}its text is not in the passport, so it was not read again.`;
      const classifier = compile(hashed(/^pack/, flag.pack_hash) as RulePack, hashed(/^contest/, flag.contest_hash) as Contest);
      const again = classifier.classify({
        text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
        postedAt: evidence.occurred_at === null ? null : new Date(evidence.occurred_at),
        region: typeof flag.region === "string" ? flag.region : null,
      });
      return about + compare(flag.classification, again);
    } catch {
      return `${about}this version of Netra cannot use the pack or the contest, so it was not read again.`;
    }
  });
}

function compare(then: PassportFlag["classification"], now: Classification): string {
  const signals = then.signals.map((one) => [one.start, one.end, one.category, one.candidate_id].join(" ")).join("\n");
  const sameSignals = signals === now.signals.map((one) => [one.start, one.end, one.category, one.candidateId].join(" ")).join("\n");
  const sameReading = then.stance === now.stance && then.targets.join() === now.targets.join();
  if (sameSignals && sameReading && then.score_tenths === now.scoreTenths)
    return `read again with the rules inside, the same ${now.signals.length} signals and the same score come out (${points(now.scoreTenths)}).`;
  return (
    `this version of Netra reads it otherwise: ${then.signals.length} signals, ${then.stance}, ${points(then.score_tenths)} then; ` +
    `${now.signals.length} signals, ${now.stance}, ${points(now.scoreTenths)} now. The version that made it may be asked for.`
  );
}

const points = (tenths: number): string => `${(tenths / 10).toFixed(1)} points`;

const json = (bytes: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(bytes));
