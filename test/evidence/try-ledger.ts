import { checkLedger, type LedgerRow, type LedgerVerdict } from "@netra/evidence";
import { ATTACKS, signCheckpoints } from "./attack-chain.ts";
import { EDITORS, honestRow } from "./edit-ledger.ts";
import { newSigningKey } from "./fictional-passport.ts";
import type { Figure } from "./figures.ts";
import type { Random } from "./random.ts";

const LEAVES = 150;
const SIZES = [16, 50, 97, 128, LEAVES];
const EDITS = 10_000;
const ATTACKS_EACH = 250;
const HONEST = 200;

/** Edits of single rows and attacks on the whole chain, all checked against checkpoints that were kept elsewhere. */
export async function tryLedger(random: Random): Promise<Figure[]> {
  const key = await newSigningKey();
  const rows: LedgerRow[] = [];
  for (let index = 0; index < LEAVES; index += 1) rows.push(await honestRow(index, "flag.opened", random));
  const external = await signCheckpoints(rows, SIZES, key);
  const figures: Figure[] = [];

  const names = Object.keys(EDITORS);
  let placed = 0;
  for (const name of names) {
    const tried = EDITS / names.length;
    let found = 0;
    for (let run = 0; run < tried; run += 1) {
      const changed = [...rows];
      const at = random.below(LEAVES);
      await EDITORS[name]!(changed, at, random);
      const verdict = await checkLedger({ rows: changed, checkpoints: [], external });
      if (!verdict.ok) found += 1;
      if (covers(verdict, firstDifference(rows, changed))) placed += 1;
    }
    figures.push({ name: `row edited, found: ${name}`, tried, kept: found });
  }
  figures.push({ name: "row edited, first changed leaf within what is named", tried: EDITS, kept: placed });

  for (const [name, attack] of Object.entries(ATTACKS)) {
    let found = 0;
    for (let run = 0; run < ATTACKS_EACH; run += 1) {
      const changed = await attack(rows, random);
      const beside = await signCheckpoints(changed, [...SIZES.filter((size) => size < changed.length), changed.length], key);
      const inItself = await checkLedger({ rows: changed, checkpoints: beside, external: [] });
      const verdict = await checkLedger({ rows: changed, checkpoints: beside, external });
      // Only what fits itself is the attack that is meant; then nothing but the checkpoints outside can tell.
      if (inItself.ok && verdict.contradiction?.kept === "external" && covers(verdict, firstDifference(rows, changed))) found += 1;
    }
    figures.push({ name: `whole chain, contradicted from outside: ${name}`, tried: ATTACKS_EACH, kept: found });
  }

  let accused = 0;
  for (let run = 0; run < HONEST; run += 1) {
    const erased = rows.map((row) => (random.below(4) === 0 ? { ...row, data: null } : row));
    if (!(await checkLedger({ rows: erased, checkpoints: external, external })).ok) accused += 1;
  }
  figures.push({ name: "honest ledgers with erased leaves not accused", tried: HONEST, kept: HONEST - accused });
  return figures;
}

const firstDifference = (before: readonly LedgerRow[], after: readonly LedgerRow[]): number =>
  before.findIndex((row, index) => {
    const other = after[index];
    return other === undefined || row.index !== other.index || row.data !== other.data || row.hash !== other.hash;
  });

const covers = ({ changed }: LedgerVerdict, at: number): boolean => changed !== null && changed.from <= at && at < changed.to;
