/** A fixed choice of a few things out of many that pass by. */
export interface Sampler<T> {
  /** `make` is called only when the thing is taken. */
  offer(id: string, make: () => T): void;
  /** What was taken, in the order of the ids' hashes. */
  taken(): T[];
}

/** Takes the things with the smallest hash of their id: the same ones in every run, and from all over the input, not from its head. */
export function sampler<T>(size: number): Sampler<T> {
  let held: { readonly hash: number; readonly id: string; readonly thing: T }[] = [];
  return {
    offer: (id, make) => {
      const hash = hashOf(id);
      const last = held[size - 1];
      if (size === 0 || (last !== undefined && (hash > last.hash || (hash === last.hash && id >= last.id)))) return;
      held = [...held, { hash, id, thing: make() }].sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1)).slice(0, size);
    },
    taken: () => held.map(({ thing }) => thing),
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
