import { ConnectorError } from "@netra/connectors";
import { expect, it } from "vitest";
import { afterMediaFault } from "./after-media-fault.ts";

it.each<[number | null, "rate-limited" | "transient", number]>([
  [90_500, "rate-limited", 91],
  [40 * 86_400_000, "rate-limited", 86_400],
  [40 * 86_400_000, "transient", 86_400],
  [null, "rate-limited", 3_600],
  [null, "transient", 240],
])("a platform that asks to wait %s ms (%s) is asked again after %s s: a day at most", (retryAfterMs, code, inSeconds) => {
  expect(afterMediaFault(new ConnectorError(code, retryAfterMs === null ? {} : { retryAfterMs }), 2)).toMatchObject({ state: "later", inSeconds });
});
