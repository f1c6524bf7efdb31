import type { PackTerm } from "./compile.ts";
import type { Found } from "./match.ts";
import type { Mention } from "./mentions.ts";
import type { PackRule } from "./rule-pack.ts";
import type { Draft } from "./signals.ts";

/** Points that one signal gathered for one rule; `left` shrinks as weakening rules take their part. */
export interface Item {
  readonly rule: PackRule;
  readonly effect: "support" | "oppose";
  readonly candidateId: string | null;
  readonly signal: Draft;
  readonly mention: Mention | null;
  readonly found: Found<PackTerm> | null;
  /** Tokens, both included. */
  readonly first: number;
  readonly last: number;
  /** The word and its candidate are not in one sentence. */
  readonly far: boolean;
  readonly tenths: number;
  left: number;
}

/** What is known of an item before it has points. */
export type Finding = Omit<Item, "rule" | "effect" | "tenths" | "left">;

/** Hands out points. A rule gives one candidate no more than its cap, whatever the text repeats. */
export class Tally {
  readonly items: Item[] = [];
  readonly #given = new Map<PackRule, Map<string | null, number>>();

  /** Gives up to `tenths`. */
  give(rule: PackRule, tenths: number, { candidateId, signal, mention, found, first, last, far }: Finding): void {
    let ofRule = this.#given.get(rule);
    if (ofRule === undefined) {
      ofRule = new Map();
      this.#given.set(rule, ofRule);
    }
    const before = ofRule.get(candidateId) ?? 0;
    const given = Math.max(0, Math.min(tenths, Math.round(rule.cap * 10) - before));
    ofRule.set(candidateId, before + given);
    const effect = rule.effect as Item["effect"];
    this.items.push({ rule, effect, candidateId, signal, mention, found, first, last, far, tenths: given, left: given });
  }

  /** Gives the points of the rule itself. */
  givePoints(rule: PackRule, finding: Finding): void {
    this.give(rule, Math.round((rule.points ?? 0) * 10), finding);
  }

  /** True when the rule has counted this term for this candidate. */
  holds(rule: PackRule, { term, candidateId }: Draft): boolean {
    return this.items.some((item) => item.rule === rule && item.signal.term === term && item.candidateId === candidateId);
  }

  /** True when the rule has counted this term. */
  holdsTerm(rule: PackRule, term: string): boolean {
    return this.items.some((item) => item.rule === rule && item.signal.term === term);
  }
}
