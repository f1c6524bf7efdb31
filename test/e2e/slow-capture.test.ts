import { afterAll, beforeAll, expect, test } from "vitest";
import { type Instance, startInstance } from "./instance.ts";
import { FIRST_VISIT_BYTES, measureSlowCapture, printSlowCapture } from "./slow-phone.ts";

let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterAll(() => netra.stop());

test("over a slow line that is cut twice, one small visit and one capture with every byte of its files", async () => {
  const figures = await measureSlowCapture(netra);
  console.info(printSlowCapture(figures));
  expect(figures.firstVisitBytes).toBeLessThanOrEqual(FIRST_VISIT_BYTES);
  expect(figures.fileBytes).toBeGreaterThanOrEqual(600_000);
  expect(figures.resumed).toBeGreaterThanOrEqual(figures.cuts);
  expect(figures, "each file was begun once and resumed").toMatchObject({
    uploadsBegun: 2,
    captures: 1,
    receipts: 1,
    files: 2,
    filesEqual: 2,
    fingerprintsShown: 2,
  });
});
