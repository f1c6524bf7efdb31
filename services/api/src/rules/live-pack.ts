import type { RulePack } from "@netra/classifier";
import { notFound } from "@netra/domain";
import type { Tx } from "@netra/store";

/** The last few packs that were asked for: versions never change, and one is megabytes of JSON. */
const known = new Map<string, RulePack>();
const MOST = 3;

/** A version's pack, kept for the next who asks. */
export async function packOf(tx: Tx, hash: string): Promise<RulePack> {
  const held = known.get(hash);
  if (held) return held;
  const pack = (await tx.packs.get(hash)).body as RulePack;
  if (known.size >= MOST) known.clear();
  known.set(hash, pack);
  return pack;
}

/** The pack that posts are read with now. */
export async function livePack(tx: Tx): Promise<RulePack> {
  const hash = await tx.packs.findLiveHash();
  if (hash === undefined) throw notFound("live rule pack");
  return packOf(tx, hash);
}
