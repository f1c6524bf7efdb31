import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { HERE, THERE } from "../support/seed.ts";

// The service's own check switched off: everything covers everything. Read anew on both sides, since the files of a run share their modules.
beforeAll(() => {
  vi.resetModules();
  vi.doMock(import("@netra/domain"), async (original) => ({ ...(await original()), covers: () => true }));
});
afterAll(() => {
  vi.doUnmock(import("@netra/domain"));
  vi.resetModules();
});

test("row security alone keeps another region's rows closed", async () => {
  const { sees } = await import("../../services/api/src/guard.ts");
  const { startTestApi } = await import("../support/api.ts");
  const { expectClosed, seedRows } = await import("../support/reach.ts");
  expect(sees({ regions: [THERE] }, HERE)).toBe(true);
  const api = await startTestApi();
  try {
    const rows = await seedRows(api);
    const { analyst, supervisor, auditor } = api.office.there;
    await expectClosed(api, rows, [analyst, supervisor, auditor]);
    expect((await (await api.as(api.office.here.analyst)).get(`/api/flags/${rows.flagId}`)).statusCode).toBe(200);
  } finally {
    await api.close();
  }
});
