import { drawPicture } from "@netra/media";
import type { GuardedFetch } from "@netra/outbound";
import { writeLine } from "./letters.ts";

/** What hangs on a post: which sort of thing it looks like, and what is written on it. */
export interface DemoPicture {
  readonly look: "poster" | "banner";
  /** From top to bottom; `{slot}` as in a template. Letters become capitals. */
  readonly lines: readonly string[];
}

/** Nobody can register a name under `.example` (RFC 2606). */
const HOST = "gambar.contoh.example";
const LOOKS = {
  poster: { width: 720, height: 900, paper: "#f8f6ee", band: "#c3d5e6", ink: "#12263a" },
  banner: { width: 1200, height: 480, paper: "#f4faf4", band: "#c9e2cc", ink: "#17331d" },
} as const satisfies Record<DemoPicture["look"], object>;
const MARGIN = 60;
const BAND = 70;
const LETTER_HEIGHT = 6;
const MOST_SCALE = 12;

/** Where a picture lies: its address says all that is on it, so that nothing has to be kept. */
export function pictureUrl({ look, lines }: DemoPicture): string {
  const url = new URL(`https://${HOST}/${look}.png`);
  for (const line of lines) url.searchParams.append("baris", line.toUpperCase());
  return url.href;
}

/** The picture as SVG: a band of colour, and each line as large as its width allows. No faces, no signs, no party. */
export function pictureSvg({ look, lines }: DemoPicture): string {
  const { width, height, paper, band, ink } = LOOKS[look];
  const row = (height - 2 * BAND - MARGIN) / lines.length;
  const written = lines.map((line, index) => {
    const { svg, width: length } = writeLine(line.toUpperCase());
    const scale = Math.min(MOST_SCALE, (width - 2 * MARGIN) / length);
    const top = BAND + MARGIN / 2 + row * index + (row - scale * LETTER_HEIGHT) / 2;
    return `<g transform="translate(${((width - scale * length) / 2).toFixed(1)} ${top.toFixed(1)}) scale(${scale.toFixed(3)})">${svg}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${paper}"/>
<rect width="100%" height="${BAND}" fill="${band}"/><rect y="${height - BAND}" width="100%" height="${BAND}" fill="${band}"/>
<g fill="none" stroke="${ink}" stroke-width="0.95" stroke-linecap="round" stroke-linejoin="round">${written.join("\n")}</g></svg>`;
}

/**
 * The demo's own server of pictures, in the place of the guarded fetch: it draws what an address says and opens no connection. What comes of it goes the whole way of fetched media,
 * from the judge of its bytes to the reading of its words. Any other address is not there.
 */
export function createDemoPictures(): GuardedFetch {
  return async (address, { signal, into } = {}) => {
    signal?.throwIfAborted();
    const url = new URL(address);
    const look = (Object.keys(LOOKS) as DemoPicture["look"][]).find((name) => url.pathname === `/${name}.png`);
    const lines = url.searchParams.getAll("baris");
    if (url.hostname !== HOST || look === undefined || lines.length === 0) return { status: 404, headers: {}, body: new Uint8Array(0), url: address };
    const bytes = await drawPicture(pictureSvg({ look, lines }));
    const headers = { "content-type": "image/png", "content-length": String(bytes.length) };
    if (into === undefined) return { status: 200, headers, body: bytes, url: address };
    await into(once(bytes));
    return { status: 200, headers, body: new Uint8Array(0), url: address };
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
