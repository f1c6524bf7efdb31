import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import { FILES_CHECKS, type FilesFacts } from "./check-files.ts";

type Bucket = NonNullable<FilesFacts["bucket"]>;
const at = (look: Bucket["look"], url = "https://s3.example"): FilesFacts => ({ bucket: { url, name: "netra-files", look }, inDirectory: 0 });
const reached = { reached: true, versions: "on", skewSeconds: 0 } as const;

test.each<[string, FilesFacts, RegExp | null]>([
  ["place", { bucket: null, inDirectory: 7 }, null],
  ["place", at(reached), /^ok files are in the bucket netra-files at s3\.example$/],
  ["place", at({ reached: false, code: "blobs-refused" }), /^fail .*\(blobs-refused\).* → Correct NETRA_S3_KEY_ID/],
  ["place", at({ reached: false, code: "blobs-no-bucket" }), /^fail .* → Make the bucket/],
  ["place", at({ reached: false, code: "blobs-away" }), /^fail .* → Start the service/],
  ["versions", at(reached), /^ok /],
  ["versions", at({ ...reached, versions: "off" }), /^warn .* → netra backup holds only the list/],
  ["versions", at({ ...reached, versions: "unknown" }), /^note /],
  ["versions", at({ reached: false, code: "blobs-away" }), null],
  ["clock", at({ ...reached, skewSeconds: 59 }), null],
  ["clock", at({ ...reached, skewSeconds: -61 }), /^warn this machine's clock is 61 s behind the bucket's/],
  ["encryption", at(reached), null],
  ["encryption", at(reached, "http://127.0.0.1:9000"), null],
  ["encryption", at(reached, "http://10.0.0.5:9000"), /^warn files cross the network readable/],
  ["left-behind", { bucket: null, inDirectory: 7 }, null],
  ["left-behind", { ...at(reached), inDirectory: 1 }, /^warn 1 file in NETRA_DATA_DIR\/blobs.* → Run npx netra files copy --to bucket/],
  ["left-behind", at(reached), null],
])("%s of %j: %s", (check, facts, said) => {
  expect(judged(FILES_CHECKS, check, facts)).toEqual(said === null ? [] : [expect.stringMatching(said)]);
});
