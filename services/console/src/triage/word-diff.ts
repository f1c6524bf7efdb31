export interface Change {
  readonly kind: "same" | "inserted" | "removed";
  readonly text: string;
}

/** Beyond this many words a side, the middle is shown as one removal and one insertion: a table of a few million cells would stall a phone. */
const MAX_WORDS = 1500;

/**
 * What changed between two versions, word by word, white space kept. Joining all but the inserted pieces gives `before` back; all but the
 * removed ones, `after`. Longest common subsequence after the shared head and tail are set aside. Cost: words² of what differs.
 */
export function diffWords(before: string, after: string): Change[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;

  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return join([...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))]);
}

/** Each word with the white space after it, so that a replaced word brings its own space. */
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? [];
const same = (words: readonly string[]): Change[] => words.map((text) => ({ kind: "same", text }));

function between(a: readonly string[], b: readonly string[]): Change[] {
  const removed: Change[] = a.map((text) => ({ kind: "removed", text }));
  const inserted: Change[] = b.map((text) => ({ kind: "inserted", text }));
  if (a.length === 0 || b.length === 0 || a.length > MAX_WORDS || b.length > MAX_WORDS) return [...removed, ...inserted];

  // lengths[i][j]: longest common subsequence of a from i and b from j.
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));

  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      changes.push({ kind: "same", text: a[i] ?? "" });
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) changes.push(removed[i++] as Change);
    else changes.push(inserted[j++] as Change);
  }
  return [...changes, ...removed.slice(i), ...inserted.slice(j)];
}

/** Neighbours of one kind become one piece. */
function join(changes: readonly Change[]): Change[] {
  const joined: { kind: Change["kind"]; text: string }[] = [];
  for (const change of changes) {
    const last = joined.at(-1);
    if (last?.kind === change.kind) last.text += change.text;
    else joined.push({ ...change });
  }
  return joined;
}
