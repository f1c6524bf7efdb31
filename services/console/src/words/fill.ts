/** The names of the placeholders in a sentence: `"{n} of {min}"` → `"n" | "min"`. */
export type Holes<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;

/** Puts values into a sentence's placeholders; a placeholder without a value stays visible, so that a slip is seen. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>> = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
