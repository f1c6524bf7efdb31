import { type Actor, systemActor } from "@netra/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLOSE, decideAs } from "../../../test/support/decide.ts";
import { arrive, classifier, contestIn, HERE, openWorld, PHRASE, person, publish, register, type World } from "../../../test/support/world.ts";

const [ONE, TWO, THREE, FOUR] = ["Rima Contoh", "Joko Misal", "Bahar Tanjung", "Ratih Kuala"];
const operator = systemActor("operator");

let world: World;
let owner: Awaited<ReturnType<typeof register>>;
beforeEach(async () => {
  world = await openWorld();
  owner = await register(world, HERE);
});
afterEach(() => world.close());

/** Puts a contest live in which each pair goes by these names, and has everything read again. */
async function name(pairs: { readonly rima: readonly string[]; readonly bahar: readonly string[] }): Promise<void> {
  const contest = contestIn(HERE);
  const [rima, bahar] = contest.candidates;
  if (!rima || !bahar) throw new Error("the contest has two pairs");
  await publish(world, {
    ...contest,
    candidates: [
      { ...rima, people: [...pairs.rima] },
      { ...bahar, people: [...pairs.bahar] },
    ],
  });
  await world.store.as(operator, (tx) => tx.posts.reopenSince(new Date(0)));
}
const asEver = () => name({ rima: [ONE, TWO] as string[], bahar: [THREE, FOUR] as string[] });

interface Edited {
  readonly postId: string;
  readonly versions: readonly string[];
}
let posts = 0;
/** A post whose versions support these, one after the other. None is read yet. */
async function edited(...names: readonly (string | undefined)[]): Promise<Edited> {
  posts += 1;
  const versions: string[] = [];
  let postId = "";
  for (const [at, who] of names.entries()) {
    const text = `Dukung ${who}, ${PHRASE}. Suntingan ${at + 1}`;
    const saved = await arrive(world, owner, { externalId: `disunting-${posts}`, versionKey: `${at}`, text, raw: Buffer.from(text) });
    versions.push(saved.versionId);
    postId = saved.postId;
  }
  return { postId, versions };
}
/** Reads versions one by one, by their number. */
async function read(post: Edited, ...order: readonly number[]): Promise<void> {
  for (const seq of order) expect(await classifier(world)({ versionIds: [post.versions[seq - 1] ?? ""] })).toMatchObject({ read: 1, failed: 0 });
}

interface Standing {
  readonly id: string;
  readonly seq: number;
  readonly whom: string;
  readonly state: string;
  readonly supersedes: number | null;
}
/** Flags that stand, in the order of the versions. */
const standing = ({ postId }: Edited) =>
  world.see<Standing>(
    `select f.id, v.seq, f.targets[1] as whom, f.state, (select o.seq from flag p join post_version o on o.id = p.version_id where p.id = f.supersedes) as supersedes
      from flag f join post_version v on v.id = f.version_id where f.post_id = $1 and f.state <> 'withdrawn' order by v.seq`,
    [postId],
  );
const told = async (post: Edited) => (await standing(post)).map(({ seq, whom, supersedes }) => [seq, whom, supersedes]);
const flagOf = async (post: Edited, seq: number): Promise<string> =>
  (await world.see<{ id: string }>("select id from flag where version_id = $1", [post.versions[seq - 1]]))[0]?.id ?? "";

const ordersOf = (versions: number): number[][] =>
  versions === 0 ? [[]] : ordersOf(versions - 1).flatMap((order) => Array.from({ length: versions }, (_, at) => order.toSpliced(at, 0, versions)));

describe("whatever the order in which the versions of a post are read", () => {
  it.each([
    ["two that say the same have one flag, of the first", [ONE, TWO], [[1, "rima-joko", null]]],
    [
      "one that goes back to what the first said has none",
      [ONE, THREE, TWO],
      [
        [1, "rima-joko", null],
        [2, "bahar-ratih", 1],
      ],
    ],
    [
      "each new thing that is said has one, which supersedes that before",
      [ONE, THREE, FOUR, TWO],
      [
        [1, "rima-joko", null],
        [2, "bahar-ratih", 1],
      ],
    ],
  ])("%s", async (_rule, names, flags) => {
    await asEver();
    for (const order of ordersOf(names.length)) {
      const post = await edited(...names);
      await read(post, ...order);
      expect(await told(post), order.join()).toEqual(flags);
    }
  });

  it("under a contest that reads both as the same, one flag is left", async () => {
    for (const order of ordersOf(2)) {
      await asEver();
      const post = await edited(ONE, ONE);
      await read(post, 1, 2);
      await name({ rima: ["Orang Lain"], bahar: [ONE] as string[] });
      await read(post, ...order);
      expect(await told(post), order.join()).toEqual([[1, "bahar-ratih", null]]);
    }
  });

  it("under a contest that reads one of two otherwise, both are flagged: what said the same is said by another now", async () => {
    for (const order of ordersOf(2)) {
      await asEver();
      const post = await edited(ONE, TWO);
      await read(post, 1, 2);
      await name({ rima: [TWO] as string[], bahar: [ONE] as string[] });
      await read(post, ...order);
      expect(await told(post), order.join()).toEqual([
        [1, "bahar-ratih", null],
        [2, "rima-joko", 1],
      ]);
    }
  });

  it("two workers at the same moment come to the same", async () => {
    await asEver();
    for (let round = 0; round < 5; round += 1) {
      const post = await edited(ONE, THREE, TWO);
      await Promise.all([3, 2, 1].map((seq) => read(post, seq)));
      expect(await told(post)).toEqual([
        [1, "rima-joko", null],
        [2, "bahar-ratih", 1],
      ]);
    }
  });
});

describe("a flag that gives way to that of an earlier version", () => {
  beforeEach(asEver);

  it("is withdrawn with a reason and the flag that says so, and its bytes stay pinned", async () => {
    const post = await edited(ONE, TWO);
    await read(post, 2, 1);
    const [first, second] = [await flagOf(post, 1), await flagOf(post, 2)];
    expect(await world.see("select act, reason, detail from audit_event where object_id = $1 order by id", [second])).toMatchObject([
      { act: "flag.opened" },
      { act: "flag.withdrawn", reason: "another-version-says-so", detail: { saidBy: first } },
    ]);
    expect(
      await world.see(
        "select e.flag_id as flag, convert_from(e.raw, 'UTF8') as raw from evidence e where e.flag_id = any($1) order by array_position($1, e.flag_id)",
        [[first, second]],
      ),
    ).toEqual([
      { flag: first, raw: `Dukung ${ONE}, ${PHRASE}. Suntingan 1` },
      { flag: second, raw: `Dukung ${TWO}, ${PHRASE}. Suntingan 2` },
    ]);
  });

  it("hands its deadline on: what was known then is not known later", async () => {
    const post = await edited(ONE, TWO);
    await read(post, 2);
    await world.see("update flag set deadline_at = deadline_at - interval '3 days' where post_id = $1", [post.postId]);
    await read(post, 1);
    const [counted] = await world.see("select count(*)::int as flags, count(distinct deadline_at)::int as deadlines from flag where post_id = $1", [
      post.postId,
    ]);
    expect(counted).toEqual({ flags: 2, deadlines: 1 });
  });

  it("waits for no version that fails: the later one is flagged until the earlier one was read", async () => {
    const post = await edited(ONE, TWO);
    const [first] = post.versions;
    await world.see("update post_version set state = 'quarantined', attempts = 3 where id = $1", [first]);
    await read(post, 2);
    expect(await told(post)).toEqual([[2, "rima-joko", null]]);
    await world.store.as(operator, (tx) => tx.posts.reopenSince(new Date(0)));
    await read(post, 1);
    expect(await told(post)).toEqual([[1, "rima-joko", null]]);
    await read(post, 2);
    expect(await told(post)).toEqual([[1, "rima-joko", null]]);
  });
});

describe("a version that is flagged because another says so no longer", () => {
  /** The first said what the second says; now the first is read otherwise, after the second. */
  const parted = async (between: (post: Edited) => Promise<unknown> = async () => undefined): Promise<Edited> => {
    await asEver();
    const post = await edited(ONE, TWO);
    await read(post, 1, 2);
    await name({ rima: [TWO] as string[], bahar: [ONE] as string[] });
    await read(post, 2);
    await between(post);
    await read(post, 1);
    return post;
  };

  it("stands on its own bytes and its own reading, like any other", async () => {
    const post = await parted();
    expect(
      await world.see(
        `select convert_from(e.raw, 'UTF8') as raw, c.version_id as read, f.tier, f.priority > 0 as weighed, d.flag_id is not null as reasons, k.shingles <> '{}' as signed
          from flag f join evidence e on e.flag_id = f.id join classification c on c.id = f.classification_id
            left join evidence_detail d on d.flag_id = f.id and d.classification_id = c.id left join flag_likeness k on k.flag_id = f.id where f.version_id = $1`,
        [post.versions[1]],
      ),
    ).toEqual([{ raw: `Dukung ${TWO}, ${PHRASE}. Suntingan 2`, read: post.versions[1], tier: "text", weighed: true, reasons: true, signed: true }]);
  });

  it("is passed over when its bytes are gone, and costs no other version its reading", async () => {
    const post = await parted(({ versions }) => world.see("delete from capture_body where version_id = $1", [versions[1]]));
    expect(await told(post)).toEqual([[1, "bahar-ratih", null]]);
  });
});

describe("a flag that somebody has had in hand", () => {
  const claim = async (flagId: string): Promise<Actor> => {
    const reader = await person(world, "analyst", [HERE]);
    await world.store.as(reader, async (tx) => tx.triage.claim(await tx.triage.lock(flagId), 15));
    return reader;
  };
  const acts: Readonly<Record<string, (flagId: string) => Promise<unknown>>> = {
    claimed: claim,
    "claimed and given back": async (flagId) => {
      const reader = await claim(flagId);
      await world.store.as(reader, async (tx) => tx.triage.release(await tx.triage.lock(flagId)));
    },
    "claimed, until the claim ran out": async (flagId) => {
      await claim(flagId);
      await world.see("update flag_lease set until = clock_timestamp() - interval '1 second' where flag_id = $1", [flagId]);
    },
    closed: (flagId) => decideAs(world, { region: HERE, flagId, act: CLOSE }),
  };
  const everything = (flagId: string) => world.see("select * from flag f left join evidence e on e.flag_id = f.id where f.id = $1", [flagId]);

  it.each(Object.entries(acts))("%s: it stays, and the earlier version gets none", async (_how, act) => {
    await asEver();
    const post = await edited(ONE, TWO);
    await read(post, 2);
    await act(await flagOf(post, 2));
    const before = await everything(await flagOf(post, 2));
    await read(post, 1);
    expect(await told(post)).toEqual([[2, "rima-joko", null]]);
    expect(await everything(await flagOf(post, 2))).toEqual(before);
  });

  it("is the one that is left, when a contest reads the untouched one before it as the same", async () => {
    await asEver();
    const post = await edited(ONE, ONE);
    await read(post, 1, 2);
    await name({ rima: ["Orang Lain"], bahar: [ONE] as string[] });
    await read(post, 2);
    await claim(await flagOf(post, 2));
    await read(post, 1);
    expect(await standing(post)).toMatchObject([{ seq: 2, whom: "bahar-ratih", state: "claimed" }]);
  });
});
