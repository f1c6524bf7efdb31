/** A term found: its number, and the ordinal of the token it begins with; -1 where a matcher does not say where. */
export interface Hit {
  readonly term: number;
  readonly first: number;
}

/** One way to find terms in a post. */
export interface Matcher {
  readonly name: string;
  /** Finds everything and returns how much: what is timed. */
  count(text: string): number;
  /** The same with places: what is compared. */
  list(text: string): Hit[];
}
