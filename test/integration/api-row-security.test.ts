import { expect, test, vi } from "vitest";
import { sees } from "../../services/api/src/guard.ts";
import { startTestApi } from "../support/api.ts";
import { expectClosed, seedRows } from "../support/reach.ts";
import { HERE, THERE } from "../support/seed.ts";

// The service's own check switched off: everything covers everything.
vi.mock(import("@netra/domain"), async (original) => ({ ...(await original()), covers: () => true }));

test("row security alone keeps another region's rows closed", async () => {
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
