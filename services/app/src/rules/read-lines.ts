/** One line of a stream of bytes: its number (from 1) and its text, or why it has none. */
export type Line = { readonly number: number; readonly text: string } | { readonly number: number; readonly problem: string };

/** Longer lines are refused, so that a file without line ends does not fill the memory. Bytes. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

const LINE_FEED = 10;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Cuts a stream of UTF-8 into lines without their ends (LF or CRLF); a byte order mark at the start and blank lines are left out, a last line needs no end.
 *
 * Holds one line and one chunk at a time. Never throws on content: a line that is not UTF-8, or too long, comes with its problem.
 */
export async function* readLines(source: AsyncIterable<Uint8Array>, maxLineBytes = MAX_LINE_BYTES): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let number = 1;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let tooLong = false;

  function finish(tail: Uint8Array): Line | null {
    const at = number;
    number += 1;
    const whole = heldBytes === 0 ? tail : Buffer.concat([...held, tail]);
    const wasTooLong = tooLong || whole.length > maxLineBytes;
    held = [];
    heldBytes = 0;
    tooLong = false;
    if (wasTooLong) return { number: at, problem: `is longer than ${maxLineBytes} bytes; write one row a line` };
    let text: string;
    try {
      text = decoder.decode(whole);
    } catch {
      return { number: at, problem: "is not UTF-8; convert the file to UTF-8" };
    }
    if (at === 1 && text.startsWith(BYTE_ORDER_MARK)) text = text.slice(1);
    if (text.endsWith("\r")) text = text.slice(0, -1);
    return text.trim() === "" ? null : { number: at, text };
  }

  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      const line = finish(chunk.subarray(start, end));
      start = end + 1;
      if (line !== null) yield line;
    }
    const rest = chunk.subarray(start);
    if (rest.length === 0) continue;
    if (tooLong || heldBytes + rest.length > maxLineBytes) {
      tooLong = true;
      held = [];
      heldBytes = 0;
    } else {
      held.push(rest);
      heldBytes += rest.length;
    }
  }
  if (heldBytes > 0 || tooLong) {
    const line = finish(new Uint8Array());
    if (line !== null) yield line;
  }
}
