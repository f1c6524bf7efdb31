import { isDeepStrictEqual } from "node:util";
import { systemActor, type Tx } from "@netra/store";
import { CONNECTOR, HERE, post, register, type World } from "../support/world.ts";
import { type Delivery, type FinalState, lifeOf } from "./life-of-a-post.ts";

export interface OrdersFigures {
  readonly orders: number;
  readonly deliveries: number;
  /** Orders whose end was not the one that their deliveries have in every order. */
  readonly wrongEnds: number;
  readonly lostVersions: number;
  readonly duplicates: number;
  /** Seeds of what went wrong, at most ten: `lifeOf(seed)` shows the life. */
  readonly seeds: readonly number[];
  readonly seconds: number;
}

type Owner = Awaited<ReturnType<typeof register>>;

/** Posts whose next deliveries share a transaction, as on a page. */
const PAGE = 50;
const LANES = 4;
/** Every so many pages' worth of posts go delivery by delivery, by two workers: slower by far. */
const AT_ONCE_EVERY = 10;
const BEGAN = Date.UTC(2026, 0, 5);
const ingest = systemActor("ingest");

/**
 * Applies so many random orders of creation, edit, deletion, duplicate and late arrival to a store on a real Postgres, each to a post of its own, and counts whose end is not
 * what the life says. Most of them page by page; every tenth page with two workers at once on the same post, after its first version: before it an account's turn keeps pages apart.
 * The same seed gives the same orders. 10,000 take two to five minutes on two cores, by what else they do.
 */
export async function runOrders(
  world: Pick<World, "store" | "see">,
  { orders, seed }: { readonly orders: number; readonly seed: number },
): Promise<OrdersFigures> {
  const began = performance.now();
  await world.store.as(ingest, (tx) => tx.posts.ensureWeek());
  const owners = await Promise.all(Array.from({ length: LANES }, () => register(world, HERE)));
  const batches: number[][] = [];
  for (let first = 0; first < orders; first += PAGE)
    batches.push(Array.from({ length: Math.min(PAGE, orders - first) }, (_, n) => seed * 1_000_003 + first + n));
  const sum = { deliveries: 0, wrongEnds: 0, lostVersions: 0, duplicates: 0, seeds: [] as number[] };
  const lane = async (owner: Owner): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      const lives = batch.map((life) => ({ life, id: `order-${life}`, ...lifeOf(life) }));
      await (batches.length % AT_ONCE_EVERY === 0 ? deliverAtOnce(world, owner, lives) : deliverPages(world, owner, lives));
      const ends = await readEnds(
        world,
        lives.map(({ id }) => id),
      );
      for (const { life, id, deliveries, final } of lives) {
        const end = ends.get(id);
        const lost = final.versions.filter((key) => !end?.versions.includes(key)).length;
        sum.deliveries += deliveries.length;
        sum.lostVersions += lost;
        sum.duplicates += Math.max(0, (end?.rows ?? 0) - final.versions.length);
        const right = end && isDeepStrictEqual({ source: end.source, versions: end.versions, byHand: end.byHand }, final) && end.whole;
        if (right) continue;
        sum.wrongEnds += 1;
        if (sum.seeds.length < 10) sum.seeds.push(life);
      }
    }
  };
  await Promise.all(owners.map(lane));
  return { orders, ...sum, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

interface Life {
  readonly id: string;
  readonly deliveries: readonly Delivery[];
  readonly final: FinalState;
}

async function deliver(tx: Tx, owner: Owner, { id, delivery }: { readonly id: string; readonly delivery: Delivery }): Promise<void> {
  if (delivery.kind === "missed") {
    await tx.posts.markGone(owner.id, [id], at(delivery.minute));
    return;
  }
  const hand = delivery.kind === "copy";
  const text = `${id} ${delivery.key}`;
  const arrived = post({ externalId: id, versionKey: delivery.key, text, raw: Buffer.from(text), createdAt: new Date(BEGAN), byHand: hand });
  await tx.posts.save(owner, hand ? arrived : { ...arrived, seenAt: at(delivery.minute) }, CONNECTOR, new Date());
}

const at = (minute: number): Date => new Date(BEGAN + minute * 60_000);

/** The n-th delivery of every post, then the next: a page in a transaction. */
async function deliverPages({ store }: Pick<World, "store">, owner: Owner, lives: readonly Life[]): Promise<void> {
  const longest = Math.max(...lives.map(({ deliveries }) => deliveries.length));
  for (let n = 0; n < longest; n += 1)
    await store.as(ingest, async (tx) => {
      for (const { id, deliveries } of lives) {
        const delivery = deliveries[n];
        if (delivery) await deliver(tx, owner, { id, delivery });
      }
    });
}

/** Up to the first version in order, then by two workers, each with every other delivery, at once. */
async function deliverAtOnce({ store }: Pick<World, "store">, owner: Owner, lives: readonly Life[]): Promise<void> {
  for (const { id, deliveries } of lives) {
    const one = (delivery: Delivery) => store.as(ingest, (tx) => deliver(tx, owner, { id, delivery }));
    const first = deliveries.findIndex(({ kind }) => kind !== "missed") + 1;
    for (const delivery of deliveries.slice(0, first)) await one(delivery);
    const worker = async (mine: number): Promise<void> => {
      for (const [n, delivery] of deliveries.slice(first).entries()) if (n % 2 === mine) await one(delivery);
    };
    await Promise.all([worker(0), worker(1)]);
  }
}

interface End extends FinalState {
  readonly rows: number;
  /** Every version has its bytes, a number of its own from 1 on, and the post its early misses taken in. */
  readonly whole: boolean;
}

async function readEnds({ see }: Pick<World, "see">, ids: readonly string[]): Promise<Map<string, End>> {
  const rows = await see<{ id: string; source: FinalState["source"]; versions: string[]; by_hand: boolean; rows: number; whole: boolean }>(
    `select p.external_id as id, p.source_state as source, p.by_hand, array_agg(distinct v.version_key order by v.version_key) as versions, count(*)::int as rows,
      bool_and(b.raw = convert_to(p.external_id || ' ' || v.version_key, 'UTF8') and sha256(b.raw) = v.sha256) and max(v.seq) = count(*) as whole
    from post p join post_version v on v.post_id = p.id left join capture_body b on b.week = v.week and b.version_id = v.id
    where p.external_id = any($1) group by p.id`,
    [ids],
  );
  return new Map(
    rows.map(({ id, source, versions, by_hand, rows: count, whole }) => [id, { source, versions, byHand: by_hand, rows: count, whole }]),
  );
}
