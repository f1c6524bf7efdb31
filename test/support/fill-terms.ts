import type { Actor } from "@netra/store";
import { HERE, type World } from "./world.ts";

/** What a reader teaches the rules in a region: a word on one signal, and where a proposal was read. */
export async function fillTerms({ store }: Pick<World, "store">, reader: Actor, flagId: string): Promise<void> {
  const flag = { id: flagId, region: HERE };
  await store.as(reader, async (tx) => {
    const { classificationId } = (await tx.triage.read(flagId)).classification;
    const span = { ruleId: "selftest_phrase", lexicon: "lexicons/selftest_phrase.yaml", term: "kelapa ungu", start: 0, end: 4 };
    await tx.terms.judge(flag, { classificationId, spans: [span], verdict: "fits" });
    await tx.terms.propose(flag, { term: "gas poll", category: "selftest_phrase", condition: "", note: "" });
  });
}
