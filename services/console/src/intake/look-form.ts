import type { IntakeDetail, Look, MaskRect, Transcript } from "@netra/service-api/contract";

export type LookAct = Look["act"];

/** What somebody has chosen and typed on one capture and not yet saved. */
export interface LookForm {
  readonly act: LookAct | null;
  readonly note: string;
  readonly mediaText: string;
  /** True once words were taken from a machine or a transcript: they are to be checked. */
  readonly drafted: boolean;
  /** Boxes by file, as drawn. */
  readonly masks: Readonly<Record<string, readonly MaskRect[]>>;
}

export const EMPTY_LOOK: LookForm = { act: null, note: "", mediaText: "", drafted: false, masks: {} };
/** In the order in which they stand on the page; none is the default. */
export const ACTS = ["evidence", "returned", "lead", "rejected"] as const satisfies readonly LookAct[];
/** Sentences to begin a note with; none for evidence. */
export const NOTES = {
  evidence: [],
  returned: ["cut", "account", "words"],
  lead: ["unregistered", "other"],
  rejected: ["same", "unreadable"],
} as const satisfies Record<LookAct, readonly string[]>;

/** Why this capture cannot be filed with the account; null when it can. */
export const evidenceBlock = (capture: Pick<IntakeDetail, "registered" | "uploader">): "unregistered" | "other-uploader" | null =>
  !capture.registered ? "unregistered" : capture.uploader === "other" ? "other-uploader" : null;

/** What is still missing before this form may be saved; null when nothing is. A note is needed for everything but evidence. */
export function missingOf(form: LookForm, capture: Pick<IntakeDetail, "registered" | "uploader">): "act" | "note" | null {
  if (form.act === null || (form.act === "evidence" && evidenceBlock(capture) !== null)) return "act";
  return form.act !== "evidence" && form.note.trim() === "" ? "note" : null;
}

/** Everything but a request for corrections ends the capture's way, and is asked once. */
export const isFinal = (act: LookAct): act is Exclude<LookAct, "returned"> => act !== "returned";

/** The form as the wire wants it; files without boxes are left out. */
export const toLook = (form: LookForm & { readonly act: LookAct }): Look => ({
  act: form.act,
  note: form.note.trim(),
  mediaText: form.mediaText.trim(),
  masks: Object.entries(form.masks).flatMap(([fileId, rects]) => (rects.length === 0 ? [] : [{ fileId, rects: [...rects] }])),
});

/** A draft put after what already stands in the field; not twice. */
export function addDraft(words: string, draft: string): string {
  const [before, more] = [words.trim(), draft.trim()];
  if (more === "" || before.includes(more)) return words;
  return before === "" ? more : `${before}\n${more}`;
}

/** What the machine read in all the pictures. */
export const pictureDraft = (files: IntakeDetail["fileList"]): string =>
  files
    .map((file) => file.pictureText?.text.trim() ?? "")
    .filter((words) => words !== "")
    .join("\n\n");

/** What the sender heard in the recordings, line by line, without the times. */
export const transcriptDraft = (transcripts: readonly Transcript[]): string =>
  transcripts.map(({ lines }) => lines.map((line) => line.text.trim()).join("\n")).join("\n\n");
