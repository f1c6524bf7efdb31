import type { Signal } from "./classification.ts";
import type { PackTerm } from "./compile.ts";
import type { Found } from "./match.ts";
import type { Mention } from "./mentions.ts";
import type { Token } from "./tokenize.ts";

/** A signal before its place in the list is known. */
export type Draft = Signal & { readonly key: number };

/** Collects the signals of one text, each once, and orders them at the end; `indexOf` then gives a signal's place. Offsets come from tokens, so they lie in the original text. */
export function newDraft(text: string, tokens: readonly Token[]) {
  const drafts: Draft[] = [];
  const byPlace = new Map<string, Draft>();
  function add(signal: Signal): Draft {
    const place = `${signal.side}|${signal.category}|${signal.start}|${signal.end}|${signal.term}|${signal.candidateId}`;
    const known = byPlace.get(place);
    if (known !== undefined) return known;
    const made = { ...signal, key: drafts.length };
    drafts.push(made);
    byPlace.set(place, made);
    return made;
  }
  const span = (first: number, last: number): { start: number; end: number } => {
    let end = 0;
    for (let i = first; i <= last; i += 1) end = Math.max(end, tokens[i]?.end ?? 0);
    return { start: tokens[first]?.start ?? 0, end };
  };
  return {
    term: (found: Found<PackTerm>, side: Signal["side"], candidateId: string | null): Draft =>
      add({
        side,
        category: found.payload.lexicon.category,
        ...span(found.first, found.last),
        term: found.payload.entry.term,
        lexicon: found.payload.lexicon.path,
        source: found.payload.entry.source,
        candidateId,
      }),
    contest: ({
      category,
      first,
      last,
      term,
      side,
      candidateId,
    }: {
      category: string;
      first: number;
      last: number;
      term: string;
      side: Signal["side"];
      candidateId: string | null;
    }): Draft => add({ side, category, ...span(first, last), term, lexicon: "contest", source: "contest", candidateId }),
    tag: ({
      start,
      end,
      term,
      side,
      candidateId,
      category,
    }: {
      start: number;
      end: number;
      term: string;
      side: Signal["side"];
      candidateId: string;
      category: string;
    }): Draft => add({ side, category, start, end, term, lexicon: "contest", source: "contest", candidateId }),
    mention: (mention: Mention): Draft | undefined =>
      mention.kind === "bare_number"
        ? undefined
        : add({
            side: "context",
            category: mention.kind === "number" ? "candidate_number" : mention.kind === "slogan" ? "slogan" : "candidate_name",
            ...span(mention.first, mention.last),
            term: mention.term,
            lexicon: "contest",
            source: "contest",
            candidateId: mention.candidateId,
          }),
    finish: (): { signals: Signal[]; indexOf: (signal: Draft) => number } => {
      const ordered = [...drafts].sort((a, b) => a.start - b.start || a.end - b.end || a.key - b.key);
      const places = new Map(ordered.map((signal, i) => [signal.key, i]));
      return {
        signals: ordered.map(({ key: _, ...signal }) => ({ ...signal, end: Math.min(signal.end, text.length) })),
        indexOf: (signal) => places.get(signal.key) as number,
      };
    },
  };
}

/** The signals of one text in the making. */
export type DraftBook = ReturnType<typeof newDraft>;
