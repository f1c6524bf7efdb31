import { weekOf } from "@netra/domain";
import { runOnce, systemActor } from "@netra/store";
import { expect, test } from "vitest";
import { fillPosts } from "../overview/fill-posts.ts";
import { startTestApi } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { HERE, openStore, raiseFlag } from "../support/seed.ts";

const POSTS = 3_000;

test("the figures of a week and of the time since the determination read each post's reading and versions a few times, however many flags were once something else", async () => {
  const api = await startTestApi();
  try {
    const { flagId } = await raiseFlag(api.store, api.office);
    await fillPosts(api.url, { flagId, posts: POSTS, flagEvery: 5, days: 6, agencies: 5, accounts: 20 });
    const [{ past } = { past: 0 }] = (await runOnce(api.url, "select count(*)::int as past from netra.past_state where kind = 'flag'")) as {
      past: number;
    }[];
    expect(past).toBeGreaterThan(100);
    const looks = async () => {
      const [row] = await runOnce(
        api.url,
        `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) filter (where relname = 'classification') as readings,
          sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) filter (where relname = 'post_version') as versions, sum(idx_scan) filter (where relname = 'flag') as flags from pg_stat_user_tables`,
      );
      return { readings: Number(row?.readings), versions: Number(row?.versions), flags: Number(row?.flags) };
    };
    const before = await looks();
    // Its server tells what it looked at when it leaves.
    const store = openStore(api.url);
    const asOf = new Date();
    const facts = await store.as({ ...systemActor("report"), regions: [HERE] }, (tx) =>
      tx.reports.readFacts({ region: HERE, of: weekOf(asOf), asOf }),
    );
    await store.close();
    expect(facts.flags.flatMap((flag) => flag.past).length).toBeGreaterThan(100);
    const after = await eventually(async () => {
      const now = await looks();
      expect(now.flags + now.readings).toBeGreaterThan(before.flags + before.readings);
      return now;
    });
    expect(after.readings - before.readings).toBeLessThan(10 * POSTS);
    // Some posts were edited: they have two.
    expect(facts.since?.toCapture.at(-1)?.n).toBe(POSTS + 1);
    expect(after.versions - before.versions).toBeLessThan(10 * POSTS);
  } finally {
    await api.close();
  }
});
