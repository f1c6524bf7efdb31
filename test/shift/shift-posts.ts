/** What somebody who read the post carefully would do with it. */
export interface Truth {
  readonly reading: "neither" | "support" | "harm";
  /** The candidate that is meant; null when nobody is. */
  readonly target: string | null;
}

export interface ShiftPost extends Truth {
  readonly text: string;
  /** Where the candidate stands on the ballot, from 0; the order in which the desk asks who is meant. */
  readonly place: number;
}

interface Pair {
  readonly id: string;
  readonly number: number;
  readonly he: string;
  readonly she: string;
  readonly both: string;
  readonly tag: string;
  readonly against: string;
}

/** The candidates of the demo's contest, in ballot order. */
const PAIRS: readonly Pair[] = [
  { id: "arman-lestari", number: 1, he: "Pak Arman", she: "Bu Lestari", both: "Arman-Lestari", tag: "#ArmanLestari", against: "#ArmanIngkarJanji" },
  { id: "bahar-ratih", number: 2, he: "Pak Bahar", she: "Bu Ratih", both: "Bahar-Ratih", tag: "#BaharRatih", against: "#BaharTidakTerang" },
  { id: "candra-indah", number: 3, he: "Pak Candra", she: "Bu Indah", both: "Candra-Indah", tag: "#CandraIndah", against: "#CandraCumaDrama" },
];

/** Most of what a queue holds is innocent: these sound like a campaign and are none. */
const INNOCENT: readonly ((pair: Pair) => string)[] = [
  ({ both }) => `Ada yang tanya apakah saya pilih ${both}. Saya tidak menjawab, itu rahasia bilik suara.`,
  ({ he, she }) => `Terima kasih ${he} dan ${she} sudah hadir meresmikan posyandu, semoga berkah.`,
  ({ both }) => `Kata spanduk di simpang tiga: menangkan ${both}. Saya cuma lewat.`,
  ({ both }) => `Tetangga mengajak menangkan ${both}. Saya bilang ASN harus netral.`,
  ({ he, number }) => `Mimpi ditanya anak: "Ayah dukung ${he}, coblos nomor ${number}?" Kujawab, tidur lagi nak.`,
  ({ both }) => `Hoaks! Katanya guru-guru sepakat dukung ${both}, padahal tidak pernah ada rapat seperti itu.`,
];
const SUPPORT: readonly ((pair: Pair) => string)[] = [
  ({ he, she, tag }) => `Bismillah, sekeluarga sudah mantap. Coblos ${he} & ${she} ya kawan-kawan 🙏 ${tag}`,
  ({ number, both }) => `Ayo kawan, nanti kita menangkan ${both}. Satu rumah satu suara, coblos nomor ${number} 💪`,
  ({ he, number }) => `Kalau masih bingung, pilih saja ${he}. Coblos nomor ${number} ya 🙏`,
];
const HARM: readonly ((pair: Pair) => string)[] = [
  ({ he, number, against }) => `${he} ingkar janji, jangan pilih nomor ${number} ${against}`,
  ({ both, number }) => `Cukup sudah dengan ${both}. Jangan coblos nomor ${number}, janjinya palsu semua!`,
];

/** A day's posts, half of them innocent: made up, each with the answer it should get. `seed` mixes the order. */
export function shiftPosts(count: number, random: () => number): readonly ShiftPost[] {
  const of = (kinds: readonly ((pair: Pair) => string)[], reading: Truth["reading"]): ShiftPost[] =>
    kinds.flatMap((kind) => PAIRS.map((pair, place) => ({ text: kind(pair), place, reading, target: reading === "neither" ? null : pair.id })));
  const all = [of(INNOCENT, "neither"), of(SUPPORT, "support"), of(INNOCENT, "neither"), of(HARM, "harm")];
  const posts: ShiftPost[] = [];
  // The same sentence on another day is another post: its date makes it so.
  for (let n = 0; posts.length < count; n += 1) {
    const kind = all[n % all.length] ?? [];
    const post = kind[Math.floor(random() * kind.length)];
    if (post) posts.push({ ...post, text: `${post.text} (${n + 1})` });
  }
  return posts;
}
