/** For bytes that came from outside: shown, they can load nothing, run nothing and reach nothing. */
export const SANDBOXED = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** A `Content-Disposition` whose name survives any letters. Source: RFC 6266, with RFC 8187 for what is not ASCII. */
export function contentDisposition(type: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\w.-]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return plain === name ? `${type}; filename="${plain}"` : `${type}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
