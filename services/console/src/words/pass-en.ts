import type { passId } from "./pass-id.ts";

/** Words of passing a claim on, in English. */
export const passEn: Record<keyof typeof passId, string> = {
  "act.pass_on": "Hand over",
  "keys.pass_on": "Hand over to a colleague",
  "pick.pass_on": "Hand over…",
  "handed.by": "Handed over by {nama}, {jam}",
  "handed.note": "Note from {nama}",
  "handed.later": "There is a note from {nama}. It opens once your reading is saved.",
  "handed.late": "Cannot be taken back: your colleague opened it, or 60 seconds have passed.",
  "handed.back": "The flag is yours again.",
  "pass.title": "Hand over {nomor}",
  "pass.title_many": "Hand over {n} flags",
  "pass.texts": "Texts that are handed over",
  "pass.lead":
    "Your colleague reads the text first and does not see your reading. If it is not opened within two hours, the flag goes back to the list for anybody.",
  "pass.read_note": "A first reading that you saved stays yours. After this you cannot be its second reader.",
  "pass.to": "Hand over to",
  "pass.choose": "Choose a colleague",
  "pass.note": "Short note (may stay empty)",
  "pass.note_help": "Opens for your colleague once their reading is saved. Do not write names of people, accounts, or what you think of it.",
  "pass.nobody": "No colleague of this region can take it. You can release it to the list for anybody.",
  "pass.missing": "Choose the colleague who takes it.",
  "pass.save": "Hand over",
  "pass.release": "Release to the list",
  "pass.done": "{n} flags handed over to {nama}",
  "pass.done_one": "{nomor} handed over to {nama}",
  "pass.released": "{n} flags released to the list.",
};
