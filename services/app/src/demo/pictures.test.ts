import { judgeFetched } from "@netra/media";
import { expect, it } from "vitest";
import { createDemoPictures, pictureUrl } from "./pictures.ts";

it("draws what an address says, as a picture that fetched media may be, and knows no other address", async () => {
  const parts: Uint8Array[] = [];
  const into = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const part of body) parts.push(part);
  };
  const fetch = createDemoPictures();
  const url = pictureUrl({ look: "banner", lines: ["Penyerahan bantuan", "nomor 3"] });
  expect(new URL(url).hostname).toMatch(/\.example$/);
  expect(await fetch(url, { into })).toMatchObject({ status: 200, headers: { "content-type": "image/png" } });
  expect(await judgeFetched("image", Buffer.concat(parts))).toEqual({ mediaType: "image/png" });
  const { body } = await fetch(url);
  expect(Buffer.concat(parts).equals(body), "the same each time").toBe(true);
  for (const other of ["https://gambar.contoh.example/a.png?baris=A", "https://gambar.contoh.example/poster.png", url.replace("contoh", "lain")])
    expect((await fetch(other, { into })).status, other).toBe(404);
  expect(parts).toHaveLength(1);
});
