import { mulberry32, shuffled } from "../../services/app/src/demo/random.ts";
import { upTo } from "./random.ts";

/** Something that reaches the store about one post, with the minute in which the platform showed it. */
export type Delivery =
  | { readonly kind: "version"; readonly key: string; readonly minute: number }
  | { readonly kind: "missed"; readonly minute: number }
  /** A copy that a person sent: it says nothing about the source. */
  | { readonly kind: "copy"; readonly key: string };

/** What must stand in the end, whatever the order. */
export interface FinalState {
  readonly source: "live" | "edited" | "suspect_gone" | "gone";
  /** Keys of versions, sorted. */
  readonly versions: readonly string[];
  readonly byHand: boolean;
}

/**
 * The life of one post: made, edited up to four times, seen again, missed up to three times, sent by hand once in a while; some of it delivered twice. Starts with no promise of
 * order: a miss may be delivered before the post, an edit before what it edits.
 */
export function lifeOf(seed: number): { readonly deliveries: readonly Delivery[]; readonly final: FinalState } {
  const random = mulberry32(seed);
  const once: Delivery[] = [];
  const versions = 1 + upTo(random, 5);
  let minute = 0;
  const next = (): number => (minute += 1 + upTo(random, 3));
  for (let n = 1; n <= versions; n += 1) {
    once.push({ kind: "version", key: `v${n}`, minute: next() });
    for (let again = upTo(random, 2); again > 0; again -= 1) once.push({ kind: "version", key: `v${n}`, minute: next() });
    if (random() < 0.3) once.push({ kind: "missed", minute: next() });
  }
  for (let misses = upTo(random, 3); misses > 0; misses -= 1) once.push({ kind: "missed", minute: next() });
  if (random() < 0.2) once.push({ kind: "copy", key: "hand-1" });
  const twice = once.filter(() => random() < 0.3);
  return { deliveries: shuffled([...once, ...twice], random), final: finalOf(once) };
}

/** The rule, said once more and in another way: by looking at the whole life at once. */
export function finalOf(deliveries: readonly Delivery[]): FinalState {
  const sights = deliveries.flatMap((delivery) => (delivery.kind === "version" ? [delivery] : []));
  const seen = Math.max(...sights.map(({ minute }) => minute));
  const later = new Set(deliveries.flatMap((delivery) => (delivery.kind === "missed" && delivery.minute >= seen ? [delivery.minute] : [])));
  const shown = new Set(sights.map(({ key }) => key));
  const copies = deliveries.flatMap((delivery) => (delivery.kind === "copy" ? [delivery.key] : []));
  return {
    source: later.size >= 2 ? "gone" : later.size === 1 ? "suspect_gone" : shown.size > 1 ? "edited" : "live",
    versions: [...new Set([...shown, ...copies])].sort(),
    byHand: copies.length > 0,
  };
}
