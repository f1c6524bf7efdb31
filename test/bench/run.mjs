// `npm run bench` on any Node from 20 on: hands over to the pinned one.
import { join } from "node:path";
import { PROJECT_ROOT, runOnPinnedNode } from "../../bin/pinned-node.mjs";

await runOnPinnedNode(join(PROJECT_ROOT, "test/bench/run.ts"));
