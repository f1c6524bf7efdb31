import { expect, test } from "vitest";
import { contentDisposition } from "./download.ts";

test.each([
  ["laporan.csv", 'attachment; filename="laporan.csv"'],
  ["laporan minggu.csv", "attachment; filename=\"laporan_minggu.csv\"; filename*=UTF-8''laporan%20minggu.csv"],
  ['a"; filename="b.exe', "attachment; filename=\"a___filename__b.exe\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe"],
  ["a\r\nset-cookie: x", "attachment; filename=\"a__set-cookie__x\"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20x"],
  ["laporan (é)*'.pdf", "attachment; filename=\"laporan______.pdf\"; filename*=UTF-8''laporan%20%28%C3%A9%29%2A%27.pdf"],
])("the name %j cannot leave its place", (name, header) => expect(contentDisposition("attachment", name)).toBe(header));
