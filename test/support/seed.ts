import type { Classification, Contest } from "@netra/classifier";
import { findingDeadline, jakartaDay, type PostKind, ROLES, type Role } from "@netra/domain";
import { contentHash } from "@netra/evidence";
import { type ArrivedPost, createFieldCipher, createPool, createStore, type RegisterRow, type Store, systemActor } from "@netra/store";

/** Opens a store on a test's own database, with keys nobody else has. */
export function openStore(url: string, { max = 10 }: { max?: number } = {}): Store {
  const cipher = createFieldCipher({ field: Buffer.alloc(32, 1), blindIndex: Buffer.alloc(32, 2) });
  return createStore({ pool: createPool(url, { name: "test", max }), cipher });
}

export interface SeededUser {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly regions: readonly string[];
}

/** One fictional office: two regencies of one province, everybody twice, two registered accounts, one open contest, one live pack. */
export interface Office {
  /** By role, for the region every flag of the seed lies in. */
  readonly here: Readonly<Record<Role, SeededUser>>;
  /** The same roles in the region beside it. */
  readonly there: Readonly<Record<Role, SeededUser>>;
  readonly contest: Contest;
  readonly contestHash: string;
  readonly packHash: string;
}

export const HERE = "19.71";
export const THERE = "19.06";
const DAY_MS = 86_400_000;

const REGIONS = [
  { code: "ID", name: "Indonesia" },
  { code: "19", name: "Kepulauan Bangka Belitung" },
  { code: HERE, name: "Kota Pangkalpinang" },
  { code: THERE, name: "Kabupaten Belitung Timur" },
];

const registerRow = (region: string, handle: string, name: string): RegisterRow => ({
  nip: `19850712201001${region === HERE ? "1" : "2"}003`,
  name,
  employmentKind: "pns",
  agency: "Dinas Contoh",
  agencyRegion: region,
  unit: "Bidang Umum",
  position: "Analis",
  roleClass: "pelaksana",
  from: "2010-01-01",
  platform: "facebook",
  handle,
  link: "declared",
  linkSource: "surat pernyataan",
});

/** The account every seeded post belongs to. */
export const HANDLE_HERE = "sari.teladan";
export const HANDLE_THERE = "budi.misal";

/** A contest whose campaign began ten days before `now`. Fictional people. */
export function seedContest(now: Date): Contest {
  const day = (offset: number): string => jakartaDay(new Date(now.getTime() + offset * DAY_MS));
  const candidate = (id: string, number: number, people: string[]) => ({
    id,
    number,
    people,
    aliases: [],
    titles: [],
    parties: [],
    hashtags: [],
    slogans: [],
    accounts: [],
    against: [],
  });
  return {
    id: "pangkalpinang-uji",
    kind: "pilkada-walikota",
    region: HERE,
    watch: { from: day(-90), to: day(90), decision: "Pleno uji 1" },
    stages: { candidates_determined: day(-20), campaign_from: day(-10), quiet_from: day(50), vote: day(53) },
    candidates: [candidate("rima-joko", 1, ["Rima Contoh", "Joko Misal"]), candidate("bahar-ratih", 2, ["Bahar Tanjung", "Ratih Kuala"])],
  };
}

export async function seedOffice(store: Store, now: Date): Promise<Office> {
  const contest = seedContest(now);
  const contestHash = await contentHash(contest);
  const pack = { id: "uji", lexicons: [] };
  const packHash = await contentHash(pack);
  return store.as(systemActor("operator"), async (tx) => {
    await tx.status.saveRegions(REGIONS);
    await tx.accounts.saveRegistration(registerRow(HERE, HANDLE_HERE, "Sari Teladan"));
    await tx.accounts.saveRegistration(registerRow(THERE, HANDLE_THERE, "Budi Misal"));
    await tx.contests.publish({ id: contest.id, region: HERE, hash: contestHash, body: contest, demo: false });
    await tx.packs.publishLive({ packId: "uji", version: 1, hash: packHash, body: pack });
    const everyRole = async (region: string): Promise<Record<Role, SeededUser>> => {
      const made = {} as Record<Role, SeededUser>;
      for (const role of ROLES) made[role] = await addUser(tx, { username: `${role}-${region}`, role, regions: [region] });
      return made;
    };
    return { here: await everyRole(HERE), there: await everyRole(THERE), contest, contestHash, packHash };
  });
}

type OperatorTx = Parameters<Parameters<Store["as"]>[1]>[0];

async function addUser(tx: OperatorTx, user: Omit<SeededUser, "id">): Promise<SeededUser> {
  return { ...user, id: await tx.users.add({ ...user, name: `${user.role[0]?.toUpperCase()}${user.role.slice(1)} ${user.username}` }) };
}

/** One more person who signs in. */
export const seedUser = (store: Store, user: Omit<SeededUser, "id">): Promise<SeededUser> =>
  store.as(systemActor("operator"), (tx) => addUser(tx, user));

export interface RaisedFlag {
  readonly flagId: string;
  readonly postId: string;
  readonly versionId: string;
  readonly text: string;
}

let posts = 0;

/** One post that was fetched, classified and flagged the way the workers do it. The text supports the first candidate and quotes a source. */
export async function raiseFlag(
  store: Store,
  office: Office,
  given: {
    readonly text?: string;
    readonly kind?: PostKind;
    readonly handle?: string;
    readonly priority?: number;
    readonly tier?: "text" | "context";
  } = {},
): Promise<RaisedFlag> {
  const { text = "Ayo coblos nomor 1, kata berita", kind = "post", handle = HANDLE_HERE, priority = 100, tier = "text" } = given;
  posts += 1;
  const now = new Date();
  const arrived: ArrivedPost = {
    platform: "facebook",
    externalId: `seed-${process.pid}-${posts}`,
    versionKey: "1",
    kind,
    url: `https://facebook.com/${handle}/posts/${posts}`,
    text,
    raw: Buffer.from(JSON.stringify({ text })),
    contentType: "application/json",
    createdAt: new Date(now.getTime() - 3_600_000),
    createdTrust: "platform",
    editedAt: null,
    visibility: "public",
    origin: "own",
    byHand: false,
  };
  const saved = await store.as(systemActor("ingest"), async (tx) => {
    await tx.posts.ensureWeek();
    const account = await tx.accounts.findByHandle("facebook", handle);
    return account ? tx.posts.save(account, arrived, { name: "fake", version: "1" }, now) : null;
  });
  if (!saved) throw new Error("seed: the post was not saved");
  const flagId = await openFlag(store, office, { ...saved, text, priority, tier });
  return { flagId, ...saved, text };
}

/** Classifies a pending version and opens a flag on it, the way the worker does it. */
export function openFlag(
  store: Store,
  office: Office,
  given: {
    readonly postId: string;
    readonly versionId: string;
    readonly text: string;
    readonly priority?: number;
    readonly tier?: "text" | "context";
  },
): Promise<string> {
  const { postId, versionId, text, priority = 100, tier = "text" } = given;
  return store.as(systemActor("classify"), async (tx) => {
    const [turn] = await tx.posts.claimVersions([versionId], 15);
    if (!turn) throw new Error("seed: the version is not free");
    await tx.flags.lockPost(postId);
    const detail = seedClassification(text);
    const { stance, targets } = detail;
    const of = { contestId: office.contest.id, contestHash: office.contestHash, packHash: office.packHash };
    const classificationId = await tx.flags.saveClassification(turn, { ...detail, ...of, detail });
    if (!classificationId) throw new Error("seed: classified before");
    const flag = {
      contestId: of.contestId,
      classificationId,
      raisedBy: "machine",
      tier,
      stance,
      targets,
      priority,
      deadlineAt: findingDeadline(new Date()),
    } as const;
    const id = await tx.flags.open(turn, flag);
    await tx.posts.finishVersion(turn);
    return id;
  });
}

/** What a classifier might say of the seeded text: a call (+3.0) and a quoted source (−0.5). */
export function seedClassification(text: string): Classification {
  const call = {
    side: "for",
    category: "call",
    start: 0,
    end: Math.min(10, text.length),
    term: "ayo coblos",
    lexicon: "lexicons/call.yaml",
    source: "SKB 2022",
    candidateId: "rima-joko",
  } as const;
  const quote = {
    side: "against",
    category: "quote",
    start: Math.max(0, text.length - 11),
    end: text.length,
    term: "kata berita",
    lexicon: "lexicons/quote.yaml",
    source: "",
    candidateId: null,
  } as const;
  return {
    stance: "support",
    targets: ["rima-joko"],
    scoreTenths: 25,
    thresholdTenths: 20,
    flagged: true,
    signals: [call, quote],
    contributions: [
      { ruleId: "call-number", tenths: 30, signals: [0], reason: { id: "Ajakan memilih nomor urut", en: "A call to vote for a number" } },
      { ruleId: "quoted-source", tenths: -5, signals: [1], reason: { id: "Mengutip sumber", en: "Quotes a source" } },
    ],
    possibleForms: ["PD-2"],
    notFound: [{ id: "Ironi", en: "Irony" }],
  };
}
