/** Bytes of a file, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What a `Range` header asks for of a file of so many bytes: null for all of it, `unsatisfiable` for what lies behind its end. Several ranges, other units and odd forms are answered with
 * all of it, as RFC 9110 allows. A range counts only while the file is the one that its asker began with (`If-Range`).
 */
export function readRange(
  headers: { readonly range?: string | undefined; readonly ifRange?: string | undefined },
  { bytes, etag }: { readonly bytes: number; readonly etag: string },
): ByteRange | null | "unsatisfiable" {
  const { range, ifRange } = headers;
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return null;
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range.trim()) ?? [];
  if (from === "" && to === "") return null;
  if (from === "") return Number(to) === 0 || bytes === 0 ? "unsatisfiable" : { first: Math.max(0, bytes - Number(to)), last: bytes - 1 };
  const [first, last] = [Number(from), to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1)];
  if (to !== "" && Number(to) < first) return null;
  return first >= bytes ? "unsatisfiable" : { first, last };
}
