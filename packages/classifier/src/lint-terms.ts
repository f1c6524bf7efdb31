import { readTerm, type TermPiece, termKey } from "./read-term.ts";
import type { Problem } from "./read-yaml.ts";
import type { Lexicon, RulePack, Term } from "./rule-pack.ts";

/** A term of the pack and where it stands. */
interface Place {
  readonly entry: Term;
  readonly lexicon: Lexicon;
  /** 1-based. */
  readonly number: number;
  readonly pieces: readonly TermPiece[];
  /** Weight as it counts: words that no native reader has read count half. */
  readonly counts: number;
}

/** Lexicons that are read word by word, without slots. */
const PLAIN = new Set(["number_word", "empty_box"]);
const NUMBERED = new Set(["number_word", "number_pose"]);
const KNOWN_SLOTS = /^\{(candidate|number)\}$/;

/**
 * What is wrong with a pack's terms beyond their form.
 *
 * Errors: the same term twice once read, also in two categories; **dead** terms, which no text can match. Warnings: **shadowed** terms, which another term always
 * wins over. Cost: one pass, some ms per thousand terms.
 */
export function lintTerms(pack: RulePack): Problem[] {
  const places = pack.lexicons.flatMap((lexicon) =>
    lexicon.entries.map((entry, i): Place => {
      const counts = lexicon.reviewed ? entry.weight : entry.weight / 2;
      return { entry, lexicon, number: i + 1, pieces: readTerm(entry.term, entry.stem), counts };
    }),
  );
  const alive = places.filter((place) => whyDead(place) === null);
  return [...places.flatMap((place) => problem(place, "error", whyDead(place))), ...duplicates(alive), ...shadows(alive)];
}

function problem({ lexicon, number }: Place, severity: Problem["severity"], message: string | null): Problem[] {
  return message === null ? [] : [{ severity, path: lexicon.path, entry: number, message }];
}

function whyDead({ entry, lexicon, pieces }: Place): string | null {
  const { term } = entry;
  if (pieces.length === 0) return `“${term}” holds nothing that can be matched; use words, numbers or emoji`;
  const slot = (term.match(/\{[^}]*\}/g) ?? []).find((written) => !KNOWN_SLOTS.test(written));
  if (slot !== undefined) return `“${term}”: ${slot} is no slot, so it can never match; use {candidate} or {number}`;
  if (pieces.some((piece) => piece.sentence !== pieces[0]?.sentence))
    return `“${term}” goes over the end of a sentence, and a term never does, so it can never match; write its parts as terms of their own`;
  if (PLAIN.has(lexicon.category) && pieces.some((piece) => piece.slot !== null))
    return `“${term}” holds a slot, and the words of ${lexicon.category} are read without slots, so it can never match; write it without`;
  if (lexicon.category === "number_word" && pieces.length > 1)
    return `“${term}” is more than one word, and number words are read one by one, so it can never match; write the word for the number alone`;
  if (NUMBERED.has(lexicon.category) && entry.number === undefined)
    return `“${term}” does not say which number it stands for, so it does nothing; add "number"`;
  return null;
}

function duplicates(places: readonly Place[]): Problem[] {
  const seen = new Map<string, Place>();
  return places.flatMap((place) => {
    const key = `${groupOf(place)}|${termKey(place.pieces)}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, place);
    return problem(place, "error", first === undefined ? null : `“${place.entry.term}” is the same as ${name(first)} once read; keep one`);
  });
}

/** Words for, against and weakening take each other's place, so one may be there once; words that only help to read are read beside them. */
const groupOf = ({ lexicon }: Place): string => (lexicon.side === "context" ? lexicon.category : "");

/** A term of the same length that matches wherever this one does, and weighs more, always wins: of two terms at one place the longer is kept, then the heavier. */
function shadows(places: readonly Place[]): Problem[] {
  const byFirst = new Map<string, Place[]>();
  for (const place of places) {
    const first = place.pieces[0] as TermPiece;
    const key = first.stem === null ? (first.slot ?? first.key) : `~${first.stem}`;
    byFirst.set(key, [...(byFirst.get(key) ?? []), place]);
  }
  return places.flatMap((place) => {
    if (groupOf(place) !== "") return [];
    const [first] = place.pieces as [TermPiece];
    const keys = first.slot === null ? [first.key, ...first.others, `~${first.stem ?? stemOf(first)}`] : [first.slot];
    const winner = keys
      .flatMap((key) => byFirst.get(key) ?? [])
      .find(
        (other) =>
          other !== place &&
          groupOf(other) === "" &&
          other.counts > place.counts &&
          termKey(other.pieces) !== termKey(place.pieces) &&
          covers(other.pieces, place.pieces),
      );
    return problem(
      place,
      "warning",
      winner === undefined
        ? null
        : `“${place.entry.term}” never counts: ${name(winner)} matches wherever it does and weighs more; remove it, or give it the greater weight`,
    );
  });
}

const stemOf = (piece: TermPiece): string => readTerm(piece.written, true)[0]?.stem ?? "";

/** True when a text that matches `inner` also matches `outer`, at the same place. */
function covers(outer: readonly TermPiece[], inner: readonly TermPiece[]): boolean {
  return (
    outer.length === inner.length &&
    outer.every((wide, i) => {
      const narrow = inner[i] as TermPiece;
      if (wide.slot !== null || narrow.slot !== null) return wide.slot === narrow.slot;
      if (wide.stem !== null) return wide.stem === (narrow.stem ?? stemOf(narrow));
      return narrow.stem === null && (wide.key === narrow.key || narrow.others.includes(wide.key));
    })
  );
}

const name = ({ entry, lexicon, number }: Place): string => `“${entry.term}” in ${lexicon.path}, entry ${number}`;
