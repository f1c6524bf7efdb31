import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FLAG_STATES, type FlagState } from "./flag.ts";
import { type ExistingFlag, type FlagChange, reconcileFlags, type VersionReading } from "./reconcile-flags.ts";

const MONDAY = new Date("2029-06-04T16:59:59.999Z");
const TUESDAY = new Date("2029-06-05T16:59:59.999Z");

const flag = (change: Partial<ExistingFlag> = {}): ExistingFlag => ({
  id: "f1",
  state: "open",
  versionId: "v1",
  seq: Number(change.versionId?.slice(1) ?? 1),
  stance: "support",
  targets: ["a"],
  raisedBy: "machine",
  withdrawnBy: null,
  inHand: false,
  deadlineAt: MONDAY,
  ...change,
});
const second = (change: Partial<ExistingFlag> = {}): ExistingFlag => flag({ id: "f2", versionId: "v2", ...change });
const gone = (withdrawnBy: "machine" | "person", change: Partial<ExistingFlag> = {}): ExistingFlag =>
  flag({ state: "withdrawn", withdrawnBy, ...change });
const reading = (change: Partial<VersionReading> = {}): VersionReading => ({
  versionId: "v1",
  seq: Number(change.versionId?.slice(1) ?? 1),
  flagged: true,
  stance: "support",
  targets: ["a"],
  ...change,
});
const read = ({ person = false, ...change }: Partial<VersionReading> & { person?: boolean } = {}) => ({ ...reading(change), person });
const quiet = { flagged: false, stance: "neutral", targets: [] };

const opens = (versionId: string, deadlineAt: Date | null = null, raisedBy: "machine" | "person" = "machine"): FlagChange => ({
  change: "open",
  versionId,
  raisedBy,
  deadlineAt,
});
const rescores = (n: number): FlagChange => ({ change: "rescore", versionId: `v${n}`, flagId: `f${n}` });
const restores = (n: number): FlagChange => ({ change: "restore", versionId: `v${n}`, flagId: `f${n}` });
const withdraws = (n: number, saidBy: string | null = null): FlagChange => ({ change: "withdraw", versionId: `v${n}`, flagId: `f${n}`, saidBy });

/** The other versions as their flags say, so that nothing but the version that is read has changed; `given` instead of these. */
const othersOf = (existing: readonly ExistingFlag[], versionId: string, given: readonly VersionReading[] = []): VersionReading[] => [
  ...given,
  ...existing
    .filter((one) => one.versionId !== versionId && !given.some((other) => other.versionId === one.versionId))
    .map(({ versionId: id, stance, targets }) => reading({ versionId: id, stance, targets })),
];

type Row = readonly [
  rule: string,
  given: { readonly existing?: readonly ExistingFlag[]; readonly read: ReturnType<typeof read>; readonly others?: readonly VersionReading[] },
  changes: readonly FlagChange[],
  standing: readonly string[],
];

const ONE_VERSION: readonly Row[] = [
  ["a first reading that flags opens a flag", { read: read() }, [opens("v1")], ["v1"]],
  ["one that does not flag opens none", { read: read(quiet) }, [], []],
  ["what a person sent is offered to a reader anyway", { read: read({ ...quiet, person: true }) }, [opens("v1", null, "person")], ["v1"]],
  [
    "what a person sent of a post that has a flag opens no second",
    { existing: [flag()], read: read({ ...quiet, versionId: "v2", person: true }) },
    [],
    ["v1"],
  ],
  ["the same version again re-scores its open flag", { existing: [flag()], read: read() }, [rescores(1)], ["v1"]],
  ["and re-scores it too when it now says something else", { existing: [flag()], read: read({ stance: "oppose" }) }, [rescores(1)], ["v1"]],
  ["a changed pack that no longer flags withdraws its open flag", { existing: [flag()], read: read(quiet) }, [withdraws(1)], []],
  ["also one that somebody had in hand and gave back", { existing: [flag({ inHand: true })], read: read(quiet) }, [withdraws(1)], []],
  ["but never one that a person raised", { existing: [flag({ raisedBy: "person" })], read: read(quiet) }, [rescores(1)], ["v1"]],
  ["a flag that the machine withdrew comes back when it is flagged again", { existing: [gone("machine")], read: read() }, [restores(1)], ["v1"]],
  ["and stays away while it is not", { existing: [gone("machine")], read: read(quiet) }, [], []],
  ["one that a person withdrew never comes back", { existing: [gone("person")], read: read() }, [], []],
];

const EDITS: readonly Row[] = [
  ["that says the same thing to the same candidates opens none", { existing: [flag()], read: read({ versionId: "v2" }) }, [], ["v1"]],
  [
    "that says what a version said which was not read again opens none",
    { existing: [flag({ versionId: "v3", id: "f3" })], read: read({ versionId: "v2" }), others: [reading({ ...quiet, versionId: "v3" })] },
    [],
    ["v3"],
  ],
  ["that takes everything back closes nothing", { existing: [flag()], read: read({ ...quiet, versionId: "v2" }) }, [], ["v1"]],
  ["to another stance supersedes", { existing: [flag()], read: read({ versionId: "v2", stance: "oppose" }) }, [opens("v2")], ["v1", "v2"]],
  ["to another candidate supersedes", { existing: [flag()], read: read({ versionId: "v2", targets: ["b"] }) }, [opens("v2")], ["v1", "v2"]],
  ["to one more candidate supersedes", { existing: [flag()], read: read({ versionId: "v2", targets: ["a", "b"] }) }, [opens("v2")], ["v1", "v2"]],
  [
    "of one that has a flag is superseded by it, though it was read before",
    { existing: [second({ targets: ["b"] })], read: read() },
    [opens("v1")],
    ["v1", "v2"],
  ],
  [
    "between two that have flags stands between them",
    {
      existing: [flag({ id: "f4", versionId: "v4", targets: ["b"] }), flag(), flag({ id: "f3", versionId: "v3", targets: ["d"] })],
      read: read({ versionId: "v2", targets: ["c"] }),
    },
    [opens("v2")],
    ["v1", "v2", "v3", "v4"],
  ],
  [
    "that says what a version before is read as, but its flag says otherwise until that is read again, is flagged",
    { existing: [flag({ targets: ["b"] })], read: read({ versionId: "v2" }), others: [reading()] },
    [opens("v2")],
    ["v1", "v2"],
  ],
  [
    "that goes back to what an older flag says opens none",
    { existing: [flag(), second({ targets: ["b"] })], read: read({ versionId: "v3" }) },
    [],
    ["v1", "v2"],
  ],
  ["that says what a closed flag said opens none", { existing: [flag({ state: "closed" })], read: read({ versionId: "v2" }) }, [], ["v1"]],
  [
    "is neither silenced nor preceded by a flag that was withdrawn",
    { existing: [gone("machine")], read: read({ versionId: "v2" }), others: [reading(quiet)] },
    [opens("v2")],
    ["v2"],
  ],
  [
    "is flagged though a person withdrew the flag of a version that says the same",
    { existing: [gone("person")], read: read({ versionId: "v2" }) },
    [opens("v2")],
    ["v2"],
  ],
];

const THE_FIRST: readonly Row[] = [
  [
    "when it is read later: the later flag gives way, and hands its deadline on",
    { existing: [second()], read: read() },
    [opens("v1", MONDAY), withdraws(2, "v1")],
    ["v1"],
  ],
  [
    "when a changed pack reads both as the same",
    { existing: [flag(), second({ targets: ["b"] })], read: read({ targets: ["b"] }) },
    [rescores(1), withdraws(2, "v1")],
    ["v1"],
  ],
  [
    "and so it does when that reads the later one last",
    { existing: [flag({ targets: ["b"] }), second()], read: read({ versionId: "v2", targets: ["b"] }) },
    [withdraws(2, "v1")],
    ["v1"],
  ],
  ["when it comes back", { existing: [gone("machine"), second()], read: read() }, [restores(1), withdraws(2, "v1")], ["v1"]],
  [
    "and not one that says so but was not read again",
    { existing: [flag({ targets: ["b"] }), second()], read: read({ versionId: "v2", targets: ["b"] }), others: [reading(quiet)] },
    [withdraws(2, "v1")],
    ["v1"],
  ],
  [
    "unless it would lapse later than what said so already",
    { existing: [flag({ deadlineAt: TUESDAY }), second({ targets: ["b"] })], read: read({ targets: ["b"] }) },
    [withdraws(1, "v2")],
    ["v2"],
  ],
  [
    "when what lapses sooner said something else until now",
    {
      existing: [flag({ targets: ["b"], deadlineAt: TUESDAY }), second()],
      read: read({ versionId: "v2", targets: ["b"] }),
      others: [reading({ targets: ["b"] })],
    },
    [withdraws(2, "v1")],
    ["v1"],
  ],
];

const NO_LONGER_SAID: readonly Row[] = [
  [
    "is flagged when that is read otherwise",
    { existing: [flag()], read: read({ targets: ["b"] }), others: [reading({ versionId: "v2" })] },
    [rescores(1), opens("v2")],
    ["v1", "v2"],
  ],
  [
    "is flagged when that is flagged no more",
    { existing: [flag()], read: read(quiet), others: [reading({ versionId: "v2" }), reading({ versionId: "v3" })] },
    [opens("v2"), withdraws(1)],
    ["v2"],
  ],
  [
    "gets its own flag back",
    { existing: [flag(), gone("machine", { id: "f2", versionId: "v2" })], read: read({ targets: ["b"] }) },
    [rescores(1), restores(2)],
    ["v1", "v2"],
  ],
];

const IN_HAND: readonly Row[] = [
  ["keeps an earlier version that says the same from a flag", { existing: [second({ inHand: true })], read: read() }, [], ["v2"]],
  ["so does one that a person raised", { existing: [second({ raisedBy: "person" })], read: read() }, [], ["v2"]],
  [
    "is left when a changed pack reads an untouched one as the same",
    { existing: [flag(), second({ state: "claimed", inHand: true, targets: ["b"] })], read: read({ targets: ["b"] }) },
    [withdraws(1, "v2")],
    ["v2"],
  ],
  [
    "stays beside another that was in hand and says the same",
    { existing: [flag({ inHand: true }), second({ state: "escalated", inHand: true, targets: ["b"] })], read: read({ targets: ["b"] }) },
    [rescores(1)],
    ["v1", "v2"],
  ],
  [
    "and that the machine withdrew comes back before one that nobody touched",
    { existing: [flag(), gone("machine", { id: "f2", versionId: "v2", inHand: true })], read: read({ versionId: "v2" }) },
    [restores(2), withdraws(1, "v2")],
    ["v2"],
  ],
  [
    "comes back beside another that was in hand, whichever is read first",
    { existing: [flag({ inHand: true }), gone("machine", { id: "f2", versionId: "v2", inHand: true })], read: read({ versionId: "v2" }) },
    [restores(2)],
    ["v1", "v2"],
  ],
  [
    "but stays away while what people decided says so",
    {
      existing: [flag({ state: "closed", inHand: true }), gone("machine", { id: "f2", versionId: "v2", inHand: true })],
      read: read({ versionId: "v2" }),
    },
    [],
    ["v1"],
  ],
];

const check = (_rule: string, { existing = [], read: now, others }: Row[1], changes: Row[2], standing: Row[3]): void =>
  expect(reconcileFlags(existing, now, othersOf(existing, now.versionId, others))).toEqual({ changes, standing });

describe("after a version was read", () => {
  it.each(ONE_VERSION)("%s", check);
  it.each(FLAG_STATES.filter((state) => state !== "open"))("a flag that is %s is left to people", (state) => {
    for (const now of [read(quiet), read()]) expect(reconcileFlags([flag({ state })], now, [])).toMatchObject({ changes: [] });
  });
});
describe("an edit", () => it.each(EDITS)("%s", check));
describe("of versions that say the same the first has the flag", () => it.each(THE_FIRST)("%s", check));
describe("a version that was silent because another said so", () => it.each(NO_LONGER_SAID)("%s", check));
describe("a flag that somebody has had in hand", () => it.each(IN_HAND)("%s", check));

/** What a pack reads in each version, the first version first: who is supported, or null for nothing. */
type Pack = readonly (string | null)[];

/** A post with its flags, kept as the worker keeps them. */
class Post {
  /** What is opened lapses with it. */
  day = 0;
  flags: ExistingFlag[] = [];
  supersedes = new Map<string, string | null>();
  /** By pack: what was read under one counts again when that is rolled back to. */
  readings = new Map<string, ReadonlyMap<string, VersionReading>>();

  clone(): Post {
    return Object.assign(new Post(), {
      day: this.day,
      flags: [...this.flags],
      supersedes: new Map(this.supersedes),
      readings: new Map(this.readings),
    });
  }

  read(seq: number, pack: Pack): readonly FlagChange[] {
    const whom = pack[seq - 1] ?? null;
    const versionId = `v${seq}`;
    const now = reading({ versionId, seq, ...(whom === null ? quiet : { targets: [whom] }) });
    const readings = new Map(this.readings.get(pack.join())).set(versionId, now);
    this.readings.set(pack.join(), readings);
    const others = [...readings.values()].filter((other) => other !== now);
    const { changes, standing } = reconcileFlags(this.flags, { ...now, person: false }, others);
    for (const change of changes) this.apply(change, readings);
    if (changes.some(({ change }) => change !== "rescore"))
      for (const [at, version] of standing.entries()) this.supersedes.set(version, standing[at - 1] ?? null);
    return changes;
  }

  private apply(change: FlagChange, readings: ReadonlyMap<string, VersionReading>): void {
    const { stance, targets, seq } = readings.get(change.versionId) as VersionReading;
    const put = (given: Partial<ExistingFlag>): void => {
      this.flags = this.flags.map((one) => (one.versionId === change.versionId ? { ...one, ...given } : one));
    };
    if (change.change === "open")
      this.flags.push(
        flag({ id: `f${seq}`, versionId: change.versionId, seq, stance, targets, deadlineAt: change.deadlineAt ?? new Date(this.day) }),
      );
    else if (change.change === "withdraw") put({ state: "withdrawn", withdrawnBy: "machine" });
    else put({ state: "open", withdrawnBy: null, stance, targets });
  }

  act(seq: number, state: FlagState): void {
    this.flags = this.flags.map((one) => (one.seq === seq && one.state !== "withdrawn" ? { ...one, state, inHand: true } : one));
  }

  get stand(): readonly ExistingFlag[] {
    return this.flags.filter(({ state }) => state !== "withdrawn").toSorted((a, b) => a.seq - b.seq);
  }

  /** What a reader meets: the flags that stand, whom each supports, and which it supersedes. */
  get outcome(): readonly unknown[] {
    return this.stand.map(({ versionId, state, targets }) => [versionId, state, targets.join(), this.supersedes.get(versionId)]);
  }
}

/** The rule told in another way: the first version that supports somebody has the flag, and each supersedes the one before. */
function expected(pack: Pack): readonly unknown[] {
  const firsts = pack.flatMap((whom, at) => (whom !== null && pack.indexOf(whom) === at ? [{ versionId: `v${at + 1}`, whom }] : []));
  return firsts.map(({ versionId, whom }, at) => [versionId, "open", whom, firsts[at - 1]?.versionId ?? null]);
}

const ordersOf = (seqs: readonly number[]): number[][] =>
  seqs.length === 0 ? [[]] : seqs.flatMap((seq) => ordersOf(seqs.filter((other) => other !== seq)).map((rest) => [seq, ...rest]));

/** Posts of two to four versions, and packs of which each reads them in its own way; the last may be the first again. */
const cases = fc.integer({ min: 2, max: 4 }).chain((versions) => {
  const seqs = Array.from({ length: versions }, (_, at) => at + 1);
  const act = fc.record({ seq: fc.constantFrom(...seqs), state: fc.constantFrom<FlagState>("open", "claimed", "needs_info", "escalated", "closed") });
  const drawn = fc.record({
    seqs: fc.constant(seqs),
    before: fc.array(
      fc.record({
        pack: fc.array(fc.constantFrom("a", "b", "c", null), { minLength: versions, maxLength: versions }),
        /** Some of the versions in some order: the next pack came before the rest were read. */
        reads: fc.shuffledSubarray(seqs),
        acts: fc.array(fc.record({ after: fc.nat(versions), act }), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    pack: fc.array(fc.constantFrom("a", "b", "c", null), { minLength: versions, maxLength: versions }),
    acts: fc.array(fc.record({ after: fc.nat(versions), act }), { maxLength: 2 }),
    /** Set aside under the last pack: never read. */
    aside: fc.subarray(seqs, { maxLength: versions - 1 }),
    isRollback: fc.boolean(),
  });
  return drawn.map(({ isRollback, ...one }) => ({ ...one, pack: isRollback ? (one.before[0]?.pack ?? one.pack) : one.pack }));
});

type Acts = readonly { readonly after: number; readonly act: { readonly seq: number; readonly state: FlagState } }[];

function play(post: Post, { pack, reads, acts }: { readonly pack: Pack; readonly reads: readonly number[]; readonly acts: Acts }): void {
  const now = (at: number): void => {
    for (const { after, act } of acts) if (after === at) post.act(act.seq, act.state);
  };
  now(0);
  for (const [at, seq] of reads.entries()) {
    post.read(seq, pack);
    now(at + 1);
  }
}

it("whatever stands and whatever is read: a version has one flag, and a flag changes once, as its state and its past allow", () => {
  const seqs = [1, 2, 3, 4];
  const says = { stance: fc.constantFrom("support", "oppose", "neutral"), targets: fc.subarray(["a", "b"]) };
  const flags = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      state: fc.constantFrom<FlagState>(...FLAG_STATES),
      seq: fc.constantFrom(...seqs),
      ...says,
      raisedBy: fc.constantFrom<"machine" | "person">("machine", "person"),
      withdrawnBy: fc.constantFrom<"machine" | "person">("machine", "person"),
      inHand: fc.boolean(),
      deadlineAt: fc.constantFrom(MONDAY, TUESDAY),
    }),
    { selector: ({ seq }) => seq, maxLength: 4 },
  );
  const readings = fc.uniqueArray(fc.record({ seq: fc.constantFrom(...seqs), flagged: fc.boolean(), ...says }), {
    selector: ({ seq }) => seq,
    minLength: 1,
    maxLength: 4,
  });
  const versioned = <T extends { readonly seq: number }>(one: T) => ({ ...one, versionId: `v${one.seq}` });
  fc.assert(
    fc.property(flags, readings, fc.boolean(), (stored, [first, ...rest], person) => {
      const existing = stored.map(versioned);
      const now = { ...versioned(first as NonNullable<typeof first>), person };
      const others = rest.map(versioned);
      const flagOf = new Map(existing.map((one) => [one.versionId, one]));
      const { changes, standing } = reconcileFlags(existing, now, others);
      const left = new Set(existing.filter(({ state }) => state !== "withdrawn").map(({ versionId }) => versionId));
      for (const { change, versionId, ...one } of changes) {
        const own = flagOf.get(versionId);
        const isRead = [now, ...others].find((other) => other.versionId === versionId);
        if (change === "open") expect([own, isRead?.flagged || person]).toEqual([undefined, true]);
        if (change === "restore") expect([own?.state, own?.withdrawnBy, isRead?.flagged]).toEqual(["withdrawn", "machine", true]);
        if (change === "rescore") expect([own?.state, versionId]).toEqual(["open", now.versionId]);
        if (change === "withdraw") {
          expect([own?.state, own?.raisedBy]).toEqual(["open", "machine"]);
          const { saidBy } = one as { saidBy: string | null };
          if (saidBy === null) expect([versionId, now.flagged]).toEqual([now.versionId, false]);
          else expect([own?.inHand, standing.includes(saidBy)]).toEqual([false, true]);
          left.delete(versionId);
        } else left.add(versionId);
      }
      expect(new Set(changes.map(({ versionId }) => versionId)).size).toBe(changes.length);
      expect(standing).toEqual([...left].sort());
    }),
    { numRuns: 2_000 },
  );
});

describe("in whatever order the versions of a post are read", () => {
  it("the same flags stand, whatever other packs read before, in whatever order and whether to the end or not", () => {
    fc.assert(
      fc.property(cases, ({ seqs, before, pack }) => {
        const started = new Post();
        for (const past of before) play(started, { ...past, acts: [] });
        for (const reads of ordersOf(seqs)) {
          const post = started.clone();
          play(post, { pack, reads, acts: [] });
          expect(post.outcome, reads.join()).toEqual(expected(pack));
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it("the same is said once, also when flags were opened on different days", () => {
    fc.assert(
      fc.property(cases, ({ seqs, before, pack }) => {
        const started = new Post();
        for (const past of before) {
          started.day += 1;
          play(started, { ...past, acts: [] });
        }
        for (const reads of ordersOf(seqs)) {
          const post = started.clone();
          for (const [at, seq] of reads.entries()) {
            post.day += at;
            const was = post.flags;
            for (const change of post.read(seq, pack)) {
              if (change.change !== "withdraw" || change.saidBy === null) continue;
              const [gaveWay, stayed] = [change.versionId, change.saidBy].map((version, which) =>
                (which === 0 ? was : post.flags).find(({ versionId }) => versionId === version),
              );
              if (gaveWay?.targets.join() === stayed?.targets.join())
                expect(stayed?.deadlineAt.getTime()).toBeLessThanOrEqual(gaveWay?.deadlineAt.getTime() ?? 0);
            }
          }
          expect(post.stand.map(({ targets }) => targets.join()).sort(), reads.join()).toEqual(
            [...new Set(pack.filter((whom) => whom !== null))].sort(),
          );
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it("the same flags stand after whatever people did before, and when versions are set aside unread", () => {
    fc.assert(
      fc.property(cases, ({ seqs, before, pack, aside }) => {
        const started = new Post();
        for (const past of before) play(started, past);
        const outcomes = ordersOf(seqs.filter((seq) => !aside.includes(seq))).map((reads) => {
          const post = started.clone();
          play(post, { pack, reads, acts: [] });
          return post.outcome;
        });
        for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
      }),
      { numRuns: 1_500 },
    );
  });

  it("whatever people do in between: what they hold is not touched, what they had in hand gives way to nothing, nothing is said twice beside it, and nothing that is said is lost", () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ seqs, before, pack, acts }, drawn) => {
        const post = new Post();
        for (const past of before) play(post, past);
        const orders = ordersOf(seqs);
        const reads = orders[drawn % orders.length] as number[];
        for (const [at, seq] of reads.entries()) {
          for (const { after, act } of acts) if (after === at) post.act(act.seq, act.state);
          const held = post.flags.filter(({ state, inHand }) => inHand && state !== "open" && state !== "withdrawn");
          const touched = new Set(post.flags.filter(({ inHand }) => inHand).map(({ id }) => id));
          for (const change of post.read(seq, pack))
            if (change.change === "withdraw" && change.saidBy !== null) expect(touched).not.toContain(change.flagId);
          for (const one of held) expect(post.flags).toContainEqual(one);
          expect(new Set(post.flags.map(({ versionId }) => versionId)).size).toBe(post.flags.length);
        }
        const standing = post.stand;
        for (const one of standing.filter(({ inHand }) => !inHand))
          expect(standing.filter(({ id, targets }) => id !== one.id && targets.join() === one.targets.join())).toEqual([]);
        for (const [at, whom] of pack.entries()) {
          const own = standing.find(({ seq }) => seq === at + 1);
          // What is or was in somebody's hands speaks as it was read then.
          if (whom === null || own?.inHand) continue;
          expect(standing.map(({ targets }) => targets.join())).toContain(whom);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it("what was read again changes nothing", () => {
    fc.assert(
      fc.property(cases, ({ seqs, before, pack }) => {
        const post = new Post();
        for (const past of before) play(post, past);
        play(post, { pack, reads: seqs, acts: [] });
        const { outcome } = post;
        for (const seq of seqs) expect(post.read(seq, pack).filter(({ change }) => change !== "rescore")).toEqual([]);
        expect(post.outcome).toEqual(outcome);
      }),
      { numRuns: 500 },
    );
  });
});
