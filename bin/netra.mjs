#!/usr/bin/env node
import { join } from "node:path";
import { PROJECT_ROOT, runOnPinnedNode } from "./pinned-node.mjs";

await runOnPinnedNode(join(PROJECT_ROOT, "services/app/src/main.ts"));
