/** Numbers in [0, 1). */
export type Random = () => number;

/** A whole number from 0 up to, not including, `most`. */
export const below = (random: Random, most: number): number => Math.floor(random() * most);

/** One of a list. */
export const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T;

const unit = String.fromCharCode;
const many = (random: Random, most: number, make: () => string): string => {
  let out = "";
  for (let left = below(random, most) + 1; left > 0; left -= 1) out += make();
  return out;
};

// Everything that moves or hides text: embeddings, overrides, isolates, marks, joiners, fillers, byte order mark, soft hyphen.
const CONTROLS = [
  ..."\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u200c\u200d\u2060\ufeff\u00ad\u115f\u3164\u180e",
];
const LETTERS = [..."abdegiklmnoprstuyABEIOPSTaeiou"];
const PICTURES = [..."😀👍✌☝🔥💪🏳🏴👩👨👧❤🤟🗳🙃"];
const SKINS = ["\u{1f3fb}", "\u{1f3fd}", "\u{1f3ff}"];
const ODD = [..."ßİıſΣςÅǅﬁﬃĲŉ㎏㌖⑩⒈½²٣४๕①Ⅻªº゛ｶ가각𐐀𝗖𝟘🄰ℌаеорсух"];
const PUNCTUATION = [..."#@?!.,;:\"'_-&/()…\n*«»“”‘’`´—–%$+=<>[]{}|\\~^\t\r\u0085\u2028\u00a0\u3000"];
const TAG_LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCodePoint(0xe0061 + i));

/** Kinds of noise, each a generator of a short piece. */
export const NOISE = {
  /** Any UTF-16 units. */
  binary: (random: Random) => many(random, 12, () => unit(below(random, 0x10000))),
  /** Halves of surrogate pairs, in the wrong order and beside letters. */
  surrogates: (random: Random) =>
    many(random, 8, () => (random() < 0.3 ? pick(random, LETTERS) : unit((random() < 0.5 ? 0xd800 : 0xdc00) + below(random, 0x400)))),
  /** Letters under heaps of combining marks. */
  zalgo: (random: Random) => many(random, 4, () => pick(random, LETTERS) + many(random, 12, () => unit(0x300 + below(random, 0x70)))),
  bidi: (random: Random) => many(random, 8, () => (random() < 0.5 ? pick(random, CONTROLS) : pick(random, LETTERS))),
  /** Families, flags, keycaps, skins, tag sequences, whole and broken. */
  emoji: (random: Random) =>
    many(random, 5, () => {
      switch (below(random, 6)) {
        case 0:
          return `${pick(random, PICTURES)}\u200d${pick(random, PICTURES)}\u200d${pick(random, PICTURES)}`;
        case 1:
          return pick(random, PICTURES) + pick(random, SKINS);
        case 2:
          return `\u{1f3f4}${many(random, 5, () => pick(random, TAG_LETTERS))}\u{e007f}`;
        case 3:
          return `${below(random, 10)}${random() < 0.5 ? "\ufe0f" : ""}\u20e3`;
        case 4:
          return String.fromCodePoint(0x1f1e6 + below(random, 26)) + String.fromCodePoint(0x1f1e6 + below(random, 26));
        default:
          return `${pick(random, PICTURES)}\ufe0f`;
      }
    }),
  /** Hashtags, handles, links, quotes, digits and marks, run together. */
  soup: (random: Random) =>
    many(random, 10, () => {
      switch (below(random, 7)) {
        case 0:
          return `#${many(random, 6, () => pick(random, LETTERS))}`;
        case 1:
          return `@${many(random, 4, () => pick(random, LETTERS))}${random() < 0.3 ? "." : ""}`;
        case 2:
          return pick(random, ["https://", "http://x.id/", "www.", "HTTPS://a", "hxxp://"]);
        case 3:
          return String(below(random, 1_000));
        case 4:
          return pick(random, LETTERS);
        default:
          return pick(random, PUNCTUATION);
      }
    }),
  /** Characters that fold to several letters, or to another script's. */
  folds: (random: Random) => many(random, 6, () => (random() < 0.6 ? pick(random, ODD) : pick(random, LETTERS))),
} as const satisfies Record<string, (random: Random) => string>;

/** A kind of noise. */
export type NoiseKind = keyof typeof NOISE;

/** All kinds of noise. */
export const NOISE_KINDS = Object.keys(NOISE) as readonly NoiseKind[];
