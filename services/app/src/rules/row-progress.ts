/** Tells how far a long reading is: a line that rewrites itself on a terminal, else a line for every hundred thousand rows. */
export interface RowProgress {
  /** Counts the bytes that pass. */
  through(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  row(rows: number): void;
  /** Says a line of its own. */
  warn(line: string): void;
  /** Clears the line. */
  done(): void;
}

interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const EVERY_ROWS = 100_000;
const EVERY_MS = 250;
const CLEAR = "\r\u001b[2K";

/** `totalBytes` null: nobody knows how much there is. `now` in milliseconds. */
export function rowProgress(screen: Screen, totalBytes: number | null, now: () => number = () => performance.now()): RowProgress {
  let bytes = 0;
  let shownAt = now();
  let shown = false;
  const clear = (): void => {
    if (shown) screen.write(CLEAR);
    shown = false;
  };
  const describe = (rows: number): string => {
    const share = totalBytes === null || totalBytes === 0 ? "" : `, ${Math.min(100, Math.floor((100 * bytes) / totalBytes))} %`;
    return `${rows} rows${share}`;
  };
  return {
    async *through(source) {
      for await (const chunk of source) {
        bytes += chunk.length;
        yield chunk;
      }
    },
    row: (rows) => {
      if (screen.isTTY !== true) {
        if (rows % EVERY_ROWS === 0) screen.write(`${describe(rows)}\n`);
        return;
      }
      // Looking at the clock for every row would cost more than it tells.
      if (rows % 64 !== 0 || now() - shownAt < EVERY_MS) return;
      shownAt = now();
      shown = true;
      screen.write(`${CLEAR}${describe(rows)}`);
    },
    warn: (line) => {
      clear();
      screen.write(`${line}\n`);
    },
    done: clear,
  };
}
