import { expect, test } from "vitest";
import { stepOf } from "./second-factor.ts";

/** "12345678901234567890" in base32: the secret of the reference values. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

// The last six digits of RFC 6238, appendix B (SHA-1).
test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_234_567_890, "005924"],
  [20_000_000_000, "353130"],
])("at %i s the code is %s, also half a minute later and earlier, and no longer", (seconds, code) => {
  const at = (shift: number) => stepOf(SECRET, code, new Date((seconds + shift) * 1000));
  const step = Math.floor(seconds / 30);
  expect([at(0), at(30), at(-30), at(60), at(-60)]).toEqual([step, step, step, null, null]);
});

test("is read with spaces between its digits, and nothing else is a code", () => {
  const at = new Date(59_000);
  expect(stepOf(SECRET, " 287 082 ", at)).toBe(1);
  for (const other of ["", "28708", "2870820", "94287082", "28708a", "٢٨٧٠٨٢", "-87082", "287082\0", "287.082"])
    expect(stepOf(SECRET, other, at)).toBe(null);
});
