/** Collapses every run of the same letter to one: "mantaaap" and "mantap" share a key. Digits keep theirs. Patterns go through the same function. */
export function squash(word: string): string {
  let isDone = true;
  for (let i = 0; i < word.length && isDone; i += 1) {
    const unit = word.charCodeAt(i);
    isDone = unit !== word.charCodeAt(i - 1) && (unit & 0xf800) !== 0xd800;
  }
  if (isDone) return word;
  let out = "";
  let last = "";
  for (const char of word) {
    if (char !== last || (char >= "0" && char <= "9")) out += char;
    last = char;
  }
  return out;
}

// Written the way people type; both sides are squashed at load. One word to one word, so that offsets stay those of the original.
const SLANG_TEXT = `
yg yang|dg dengan|dgn dengan|dng dengan|utk untuk|untk untuk|tuk untuk|tdk tidak|tak tidak|gak tidak|ga tidak|gk tidak|g tidak|nggak tidak|ngga tidak
enggak tidak|engga tidak|kagak tidak|kaga tidak|ndak tidak|dak tidak|ora tidak|teu tidak|ogah tidak|jgn jangan|jngn jangan|jangn jangan|jangen jangan|lupe lupa|lali lupa|hilap lupa|ojo jangan
bkn bukan|bukn bukan|sdh sudah|udah sudah|udh sudah|dah sudah|sudh sudah|blm belum|belom belum|no nomor|nmr nomor|nomer nomor|nmer nomor|nomber nomor|number nomor
nomr nomor|pilh pilih|plih pilih|milih pilih|memilih pilih|pilihlah pilih|pilihin pilih|cblos coblos|coblosin coblos|nyoblos coblos|mencoblos coblos|nyoblosin coblos|coblosan coblos
tusukin tusuk|ngedukung dukung|mendukung dukung|dukunglah dukung|dukunk dukung|dkung dukung|sy saya|ane saya|gue saya|gw saya|gua saya|aku saya|aq saya|ak saya|ku saya
km kamu|lu kamu|lo kamu|loe kamu|elu kamu|jd jadi|jdi jadi|krn karena|karna karena|kr karena|klo kalau|kalo kalau|kl kalau|sm sama|dr dari|dri dari|pd pada|bs bisa|bgt banget|bngt banget
bgtu begitu|gitu begitu|gmn gimana|gmna gimana|gimana bagaimana|knp kenapa|ngapa kenapa|ngape kenapa|tp tapi|tpi tapi|tetapi tapi|trs terus|trus terus|org orang|orng orang|tetep tetap|tetp tetap
smoga semoga|moga semoga|mudah2an semoga|bp bapak|bpk bapak|pa pak|pk pak|ibuk ibu|presidn presiden|prsiden presiden|gubenur gubernur|gubernor gubernur|gub gubernur
mantab mantap|mantul mantap|mantep mantap|mntap mantap|mntp mantap|menangin menangkan|memenangkan menangkan|kite kita|qta kita|kta kita|kmi kami|bosku bos|krj kerja|kerjaan kerja
gass gas|gaspoll gaspol|gaskan gaskeun|gasken gaskeun|gazkeun gaskeun|lanjutken lanjutkan|lnjutkan lanjutkan|insyaalloh insyaallah|insyaallah insyaallah|isyaallah insyaallah|alloh allah
pemilih pemilih|rakyt rakyat|rkyt rakyat|dlm dalam|lbh lebih|hrs harus|hrus harus|bnyk banyak|byk banyak|msh masih|bnr benar|bener benar|ayok ayo|yuk ayo|yok ayo|yuks ayo|hayuk ayo|hayu ayo|marilah mari
semangaat semangat|smangat semangat|smngt semangat|smgt semangat|pemilu pemilu|boong bohong|bo'ong bohong|ngibul bohong|jgo jago|jagoanku jagoan|pinter pintar|bego bodoh|goblog goblok|gblk goblok|dongo bodoh`;

const slang = new Map<string, string>();
for (const pair of SLANG_TEXT.split(/[|\n]/)) {
  const [from, to] = pair.trim().split(" ");
  if (from && to) slang.set(squash(from), squash(to));
}
// "gmn" is "gimana", which is "bagaimana": a usual spelling has no other.
for (const [from, to] of slang) slang.set(from, slang.get(to) ?? to);

/** Every colloquial spelling with its usual one, both squashed. */
export function colloquialSpellings(): Iterable<readonly [colloquial: string, usual: string]> {
  return slang;
}

/** The usual spelling of a colloquial word, both squashed; the word itself when it has no other spelling. */
export function usualSpelling(squashed: string): string {
  return slang.get(squashed) ?? squashed;
}

/** By digit: the code of the letter it resembles; 2 resembles none. */
export const LEET: readonly number[] = [..."oi2easgtbg"].map((letter) => letter.charCodeAt(0));

/** Reads digits as the letters they resemble: "c0bl0s" → "coblos". Only for words that hold both. */
export function unleet(word: string): string {
  return word.replace(/[0-9]/g, (digit) => String.fromCharCode(LEET[Number(digit)] as number));
}

/** "orang2" is a plural, "no2" is a number: after these words the 2 stays. */
export const NUMBER_LEADS: ReadonlySet<string> = new Set(
  ("nomor no nmr nomer coblos pilih paslon tusuk salam urut capres cagub cabup dukung contreng jari " + "gubernur bupati kami gue tetap beda")
    .split(" ")
    .map(squash),
);

/** A full stop after these ends no sentence. Usual spellings, as keys. */
export const ABBREVIATIONS: readonly string[] = "nomor pak bu dr drs h hj ir prof kh st kab jl".split(" ");

/** What addresses end in: the full stop of "detik.com" ends no sentence. */
export const ADDRESS_ENDINGS: ReadonlySet<string> = new Set(
  "com id net org co go ac or sch web desa tv my me io ly ee info biz gov edu xyz site online app html php pdf jpg png mp4".split(" "),
);
