import { stemWord } from "./stem.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** A stretch of tokens that a slot of a pattern may stand for. */
export interface Slot {
  readonly first: number;
  readonly last: number;
}

/** Where slots begin, by token index: `{candidate}` and `{number}` of a pattern. */
export interface SlotTable {
  readonly candidate: ReadonlyMap<number, readonly Slot[]>;
  readonly number: ReadonlyMap<number, readonly Slot[]>;
}

/** A pattern found: tokens `first..last`, and the slot it used, if any. */
export interface Found<T> {
  readonly payload: T;
  readonly first: number;
  readonly last: number;
  readonly slot: Slot | null;
}

interface Node<T> {
  words: Map<string, Node<T>>;
  stems: Map<string, Node<T>> | null;
  candidate: Node<T> | null;
  number: Node<T> | null;
  payloads: T[];
}

/** Patterns compiled into one tree of words; lookup cost does not depend on how many there are. */
export interface Trie<T> {
  readonly root: Node<T>;
  /** Every single word of every pattern, for cutting hashtags. */
  readonly vocabulary: Set<string>;
  hasStems: boolean;
}

function newNode<T>(): Node<T> {
  return { words: new Map(), stems: null, candidate: null, number: null, payloads: [] };
}

/** An empty tree. */
export function newTrie<T>(): Trie<T> {
  return { root: newNode(), vocabulary: new Set(), hasStems: false };
}

const SLOTS = /(\{candidate\}|\{number\})/;

/**
 * Adds a term, read by the same tokenizer as texts. Returns false when nothing of it can be matched (only punctuation).
 *
 * `byStem`: each of its words matches any word with the same Indonesian stem.
 */
export function addPattern<T>(trie: Trie<T>, term: string, payload: T, byStem = false): boolean {
  let node = trie.root;
  let length = 0;
  for (const piece of term.split(SLOTS)) {
    if (piece === "{candidate}" || piece === "{number}") {
      const slot = piece === "{candidate}" ? "candidate" : "number";
      node[slot] ??= newNode();
      node = node[slot];
      length += 1;
      continue;
    }
    for (const token of tokenize(piece).tokens) {
      length += 1;
      if (byStem && token.kind === "word") {
        node.stems ??= new Map();
        node = step(node.stems, stemWord(token.plain));
        trie.hasStems = true;
      } else node = step(node.words, token.key);
      if (token.kind === "word") trie.vocabulary.add(token.key);
    }
  }
  if (length === 0) return false;
  node.payloads.push(payload);
  return true;
}

function step<T>(edges: Map<string, Node<T>>, key: string): Node<T> {
  let next = edges.get(key);
  if (next === undefined) {
    next = newNode();
    edges.set(key, next);
  }
  return next;
}

/**
 * Finds every pattern, overlaps kept, ordered by first token. A match stays inside one sentence.
 *
 * Cost: one walk per token, as deep as the longest pattern that begins there.
 */
export function findAll<T>(trie: Trie<T>, tokens: readonly Token[], slots?: SlotTable): Found<T>[] {
  const found: Found<T>[] = [];
  function walk(node: Node<T>, at: number, first: number, slot: Slot | null): void {
    if (at > first) for (const payload of node.payloads) found.push({ payload, first, last: at - 1, slot });
    const token = tokens[at];
    if (token === undefined || (at > first && token.sentence !== tokens[first]?.sentence)) return;
    const next = node.words.get(token.key);
    if (next) walk(next, at + 1, first, slot);
    for (const other of token.others) {
      const another = node.words.get(other);
      if (another && another !== next) walk(another, at + 1, first, slot);
    }
    if (node.stems !== null && token.kind === "word") {
      const stemmed = node.stems.get(stemWord(token.plain));
      if (stemmed) walk(stemmed, at + 1, first, slot);
    }
    if (slots === undefined) return;
    if (node.candidate !== null) for (const span of slots.candidate.get(at) ?? []) walk(node.candidate, span.last + 1, first, span);
    if (node.number !== null) for (const span of slots.number.get(at) ?? []) walk(node.number, span.last + 1, first, span);
  }
  for (let i = 0; i < tokens.length; i += 1) walk(trie.root, i, i, null);
  return found;
}
