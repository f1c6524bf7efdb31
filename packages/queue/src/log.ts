/** What the queue and the scheduler need of a logger. An event is a stable dotted name; fields hold ids, counts and codes, never text. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}
