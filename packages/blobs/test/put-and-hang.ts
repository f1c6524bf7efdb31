import { openBackend } from "./backends.ts";

/** Begins to put `hello`, says so, and never ends: to be killed. */
async function* half() {
  yield Buffer.from("he");
  process.stdout.write("half\n");
  await new Promise(() => setInterval(() => undefined, 1_000));
  yield Buffer.from("llo");
}

await openBackend(process.argv[2] ?? "").put(half());
