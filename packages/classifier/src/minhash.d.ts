/** What is used of the package `minhash` 0.0.9, which comes without types. */
declare module "minhash" {
  export class Minhash {
    constructor(config: { readonly numPerm: number; readonly seed: number });
    readonly hashvalues: readonly number[];
    /** Cost: permutations times the length of `item`. */
    update(item: string): void;
  }
  export class LshIndex {
    constructor(config: { readonly bandSize: number });
    /** Each band as text: its values, with dots between. */
    getHashbands(minhash: Minhash): readonly string[];
  }
}
