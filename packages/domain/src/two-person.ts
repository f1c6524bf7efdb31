/** What people do to one thing: a capture and what follows from it, a rule pack, an inferred link, an export. */
export const TWO_PERSON_ACTS = [
  "capture",
  "look",
  "wrote_media",
  "first_reading",
  "second_reading",
  "settle",
  "reopen",
  "propose_term",
  "publish_pack",
  "approve_pack",
  "note_link",
  "review_link",
  "ask_export",
  "approve_export",
] as const;
export type TwoPersonAct = (typeof TWO_PERSON_ACTS)[number];

/** A rule for one pair: whether who did `did` may also do `then` to the same thing. */
export interface TwoPersonRule {
  readonly did: TwoPersonAct;
  readonly then: TwoPersonAct;
  readonly samePerson: boolean;
  /** Stable; what a refusal is called on the wire. */
  readonly code: string;
  readonly reason: { readonly id: string; readonly en: string };
}

type Given = readonly [did: TwoPersonAct, then: TwoPersonAct, samePerson: boolean, code: string, id: string, en: string];

const SENT = ["Anda yang mengirim ini: orang lain yang membacanya.", "You sent this: another person reads it."] as const;
const READ_FIRST = ["Anda pembaca pertama: orang lain yang membaca kedua.", "You read this flag first; another person reads it second."] as const;
const READ = ["Anda sudah membaca bendera ini: pengawas lain yang memutus.", "You read this flag before; another supervisor settles it."] as const;
const ANEW = ["Membuka kembali tidak memutus apa pun: bendera dibaca dari awal.", "Reopening decides nothing: the flag is read anew."] as const;
const COMPARED = [
  "Yang membandingkan kiriman dengan berkasnya belum menilai isinya.",
  "Who compared a capture with its files has not yet judged what it says.",
] as const;
const WROTE = [
  "Anda yang menuliskan kata-kata dalam berkasnya: orang lain yang membaca pertama.",
  "You wrote down the words in its files: another person reads it first.",
] as const;
const WROTE_ONLY = ["Orang lain sudah membacanya lebih dulu, di samping berkasnya.", "Another person read it before, beside its files."] as const;

const TABLE: readonly Given[] = [
  ["capture", "look", false, "own-capture", "Anda yang mengirim ini: orang lain yang memeriksanya.", "You sent this: another person looks at it."],
  ["capture", "first_reading", false, "own-capture", ...SENT],
  ["capture", "second_reading", false, "own-capture", ...SENT],
  ["capture", "settle", false, "own-capture", ...SENT],
  ["capture", "reopen", true, "may-reopen", ...ANEW],
  ["look", "first_reading", true, "looked-only", ...COMPARED],
  ["look", "second_reading", true, "looked-only", ...COMPARED],
  ["look", "settle", true, "looked-only", ...COMPARED],
  ["look", "reopen", true, "may-reopen", ...ANEW],
  ["wrote_media", "first_reading", false, "wrote-media", ...WROTE],
  ["wrote_media", "second_reading", true, "wrote-only", ...WROTE_ONLY],
  ["wrote_media", "settle", true, "wrote-only", ...WROTE_ONLY],
  ["wrote_media", "reopen", true, "may-reopen", ...ANEW],
  ["first_reading", "second_reading", false, "second-must-differ", ...READ_FIRST],
  ["first_reading", "settle", false, "third-must-differ", ...READ],
  ["first_reading", "reopen", true, "may-reopen", ...ANEW],
  ["second_reading", "settle", false, "third-must-differ", ...READ],
  ["second_reading", "reopen", true, "may-reopen", ...ANEW],
  ["settle", "reopen", true, "may-reopen", ...ANEW],
  [
    "propose_term",
    "approve_pack",
    false,
    "own-proposal",
    "Istilah dalam draf ini Anda yang mengusulkan: pengawas lain yang menyetujui.",
    "You proposed a term of this draft: another supervisor approves it.",
  ],
  [
    "publish_pack",
    "approve_pack",
    false,
    "second-person-needed",
    "Paket aturan disetujui orang lain dari yang membuatnya.",
    "A rule pack is approved by another person than its maker.",
  ],
  [
    "note_link",
    "review_link",
    false,
    "evidence-too-thin",
    "Tautan akun ditinjau orang yang tidak mencatat buktinya.",
    "A link is reviewed by somebody who noted none of its evidence.",
  ],
  [
    "ask_export",
    "approve_export",
    false,
    "own-export",
    "Anda yang meminta ekspor ini: orang lain yang menyetujuinya.",
    "You asked for this export: another person approves it.",
  ],
];

/** Which acts the same person may do to one thing, pair by pair, in the order things go. A pair that is not here concerns two different things. */
export const TWO_PERSON_RULES: readonly TwoPersonRule[] = TABLE.map(([did, then, samePerson, code, id, en]) => ({
  did,
  then,
  samePerson,
  code,
  reason: { id, en },
}));

/** Whether somebody who did these acts to a thing may also do another; the first rule that says no is given with its code and reason. */
export function mayAlso(did: readonly TwoPersonAct[], then: TwoPersonAct): { readonly ok: true } | ({ readonly ok: false } & TwoPersonRule) {
  const against = TWO_PERSON_RULES.find((rule) => !rule.samePerson && rule.then === then && did.includes(rule.did));
  return against ? { ok: false, ...against } : { ok: true };
}
