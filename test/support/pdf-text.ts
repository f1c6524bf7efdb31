import { inflateSync } from "node:zlib";

/**
 * What stands on each page of a PDF as pdfkit writes it: its texts in the order in which they are drawn, with a space between two that were set apart. A reader of our own that knows
 * nothing of the library: it follows pages to their streams, and letters through each font's `ToUnicode`.
 */
export function pdfPages(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes).toString("latin1");
  const objects = new Map([...file.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)].map(([, id, body]) => [id as string, body as string]));
  const get = (id: string | undefined): string => objects.get(id ?? "") ?? "";
  const refs = (dictionary: string, key: string): string[] =>
    [...(new RegExp(`/${key} (\\[[^\\]]*\\]|\\d+ 0 R)`).exec(dictionary)?.[1] ?? "").matchAll(/(\d+) 0 R/g)].map(([, id]) => id as string);
  const streamOf = (body: string): string => {
    const stream = /stream\n([\s\S]*)\nendstream/.exec(body)?.[1] ?? "";
    const raw = Buffer.from(stream, "latin1");
    return (body.includes("/FlateDecode") ? inflateSync(raw) : raw).toString("latin1");
  };
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body));
  const kids = refs([...objects.values()].find((body) => /\/Type \/Pages\n/.test(body)) ?? "", "Kids");
  if (kids.length !== pages.length) throw new Error(`the PDF counts ${kids.length} pages and has ${pages.length}`);
  return kids.map((kid) => {
    const page = get(kid);
    const resources = get(refs(page, "Resources")[0]) || page;
    const fonts = new Map(
      [...(/\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? "").matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [
        name as string,
        lettersOf(streamOf(get(refs(get(id), "ToUnicode")[0]))),
      ]),
    );
    return refs(page, "Contents")
      .map((id) => textsOf(streamOf(get(id)), fonts))
      .join(" ");
  });
}

function lettersOf(cmap: string): string[] {
  const letters: string[] = [];
  for (const [, from, list] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g))
    for (const [at, [, hex]] of [...(list ?? "").matchAll(/<([0-9a-f ]*)>/g)].entries())
      letters[Number.parseInt(from ?? "", 16) + at] = Buffer.from((hex ?? "").replaceAll(" ", ""), "hex")
        .swap16()
        .toString("utf16le");
  return letters;
}

function textsOf(stream: string, fonts: ReadonlyMap<string, readonly string[]>): string {
  let letters: readonly string[] = [];
  const texts: string[] = [];
  for (const [, font, shown] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) letters = fonts.get(font) ?? [];
    else
      texts.push(
        [...(shown ?? "").matchAll(/<([0-9a-f]+)>/g)]
          .map(([, hex]) => (hex?.match(/.{4}/g) ?? []).map((glyph) => letters[Number.parseInt(glyph, 16)] ?? "\ufffd").join(""))
          .join(""),
      );
  }
  return texts.join(" ").replace(/\s+/g, " ");
}
