import type { ClaimedFrom, FlagState, Role } from "@netra/domain";

/** Which reading a state asks for: 1 the first, 2 the blind second, 3 a supervisor's settlement. */
export const readerNoOf = (state: FlagState, claimedFrom: ClaimedFrom | null): 1 | 2 | 3 => {
  const lane = claimedFrom ?? state;
  return lane === "awaiting_second" ? 2 : lane === "disputed" ? 3 : 1;
};

/** What one person may see of one flag beyond the post itself. */
export interface Sight {
  /** Layer 2: signals, packs and forms, and the source address. */
  readonly signals: boolean;
  /** The machine's reading and the weights behind it. */
  readonly machine: boolean;
  readonly decisions: "none" | "own" | "all";
  readonly readings: "none" | "others";
  /** Readers are called "Pembaca 1/2" instead of by name. */
  readonly masked: boolean;
}

const NOTHING: Sight = { signals: false, machine: false, decisions: "none", readings: "none", masked: false };
const EVERYTHING: Sight = { signals: true, machine: true, decisions: "all", readings: "others", masked: false };

/**
 * Decides what a person may see. Nobody sees what could sway a reading before that reading is saved.
 *
 * - An auditor never reads, and sees all at once. So does a supervisor, and whoever read it, once the flag is over.
 * - Who holds the flag needs a reading of this turn; who does not hold it keeps what an earlier reading of their own opened.
 * - A second reader sees signals without weights, and nobody else's decision, until the flag is over.
 * - While a second reading or a settlement is under way, a first reader sees only what they themselves decided.
 * - Who settles sees both readers' readings and reasons, without names, after reading themselves.
 */
export function sightOf(flag: {
  readonly state: FlagState;
  readonly claimedFrom: ClaimedFrom | null;
  readonly role: Role;
  /** True when this person holds the flag now. */
  readonly mine: boolean;
  /** Reader numbers this person has saved a reading under; while they hold the flag, only since its readings last began anew. */
  readonly read: readonly number[];
}): Sight {
  if (flag.role === "auditor") return EVERYTHING;
  const over = flag.state === "closed" || flag.state === "escalated" || flag.state === "withdrawn";
  if (over) return flag.role === "supervisor" || flag.read.length > 0 ? EVERYTHING : NOTHING;
  const turn = readerNoOf(flag.state, flag.claimedFrom);
  if (flag.read.length === 0 || (flag.mine && !flag.read.includes(turn))) return NOTHING;
  const seat = flag.mine ? turn : Math.max(...flag.read);
  if (seat === 2) return { signals: true, machine: false, decisions: "own", readings: "none", masked: false };
  if (seat === 3 && turn === 3) return { ...EVERYTHING, masked: true };
  return { signals: true, machine: true, decisions: turn === 1 ? "all" : "own", readings: "none", masked: false };
}
