import type { Signal } from "./classification.ts";
import type { PackTerm } from "./compile.ts";
import type { Found, Slot } from "./match.ts";
import type { Mention } from "./mentions.ts";
import type { Token } from "./tokenize.ts";

/** A signal before its place in the list is known; `key` counts in the order of adding. */
export type Draft = Signal & { readonly key: number };

/** A word or tag of the contest, seen in a text. */
export interface ContestSign {
  readonly category: string;
  readonly term: string;
  readonly side: Signal["side"];
  readonly candidateId: string;
}

/** Collects the signals of one text, each once, and orders them at the end. Offsets come from tokens, so they lie in the original text. */
export class DraftBook {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  readonly #drafts: Draft[] = [];
  /** By start, so that a second look at the same words finds the first. */
  readonly #byStart = new Map<number, Draft[]>();

  constructor(text: string, tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#length = text.length;
  }

  /** A word of the pack. */
  term({ payload, first, last }: Found<PackTerm>, side: Signal["side"], candidateId: string | null): Draft {
    const { lexicon, entry } = payload;
    return this.#add({
      side,
      category: lexicon.category,
      start: this.#start(first),
      end: this.#end(first, last),
      term: entry.term,
      lexicon: lexicon.path,
      source: entry.source,
      candidateId,
    });
  }

  /** A name, number, slogan or word of the contest. */
  contest(sign: ContestSign, { first, last }: Slot): Draft {
    return this.#addSign(sign, this.#start(first), this.#end(first, last));
  }

  /** A hashtag of the contest, as a whole. */
  tag(sign: ContestSign, { start, end }: { readonly start: number; readonly end: number }): Draft {
    return this.#addSign(sign, start, end);
  }

  /** What points to a candidate, as context. A bare number says too little to be shown. */
  mention(mention: Mention): void {
    if (mention.kind === "bare_number") return;
    const category = mention.kind === "number" ? "candidate_number" : mention.kind === "slogan" ? "slogan" : "candidate_name";
    this.contest({ side: "context", category, term: mention.term, candidateId: mention.candidateId }, mention);
  }

  /** The signals by place, and the place of each draft in them. */
  finish(): { signals: Signal[]; indexOf: (draft: Draft) => number } {
    const ordered = this.#drafts.sort((a, b) => a.start - b.start || a.end - b.end || a.key - b.key);
    const places = new Int32Array(ordered.length);
    const signals = ordered.map(({ side, category, start, end, term, lexicon, source, candidateId, key }, place) => {
      places[key] = place;
      return { side, category, start, end, term, lexicon, source, candidateId };
    });
    return { signals, indexOf: ({ key }) => places[key] as number };
  }

  #addSign({ side, category, term, candidateId }: ContestSign, start: number, end: number): Draft {
    return this.#add({ side, category, start, end, term, lexicon: "contest", source: "contest", candidateId });
  }

  #add(signal: Signal): Draft {
    const { start, end, side, category, term, candidateId } = signal;
    let here = this.#byStart.get(start);
    if (here === undefined) {
      here = [];
      this.#byStart.set(start, here);
    }
    for (const known of here)
      if (known.end === end && known.side === side && known.category === category && known.term === term && known.candidateId === candidateId)
        return known;
    const { lexicon, source } = signal;
    const draft = { side, category, start, end, term, lexicon, source, candidateId, key: this.#drafts.length };
    here.push(draft);
    this.#drafts.push(draft);
    return draft;
  }

  #start(first: number): number {
    return this.#tokens[first]?.start ?? 0;
  }

  #end(first: number, last: number): number {
    let end = 0;
    for (let i = first; i <= last; i += 1) end = Math.max(end, this.#tokens[i]?.end ?? 0);
    return Math.min(end, this.#length);
  }
}
