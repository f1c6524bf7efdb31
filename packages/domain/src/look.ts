import { invalid } from "./errors.ts";
import { can, type Role } from "./roles.ts";
import { mayAlso } from "./two-person.ts";

/** Whether this person may take the second look at a capture; the code says why not. Whoever sent it never may. */
export function mayLook(
  capture: { readonly waiting: boolean; readonly sentBy: string },
  person: { readonly id: string; readonly role: Role },
): { readonly ok: true; readonly code: null } | { readonly ok: false; readonly code: "role-may-not-look" | "own-capture" | "looked-already" } {
  if (!can(person.role, "intake.look")) return { ok: false, code: "role-may-not-look" };
  if (!capture.waiting) return { ok: false, code: "looked-already" };
  if (capture.sentBy === person.id && !mayAlso(["capture"], "look").ok) return { ok: false, code: "own-capture" };
  return { ok: true, code: null };
}

/** A note is what the sender learns, and what the office remembers: everything but evidence needs one. Throws invalid `note-missing`. */
export function checkLookNote(look: { readonly act: string; readonly note: string }): void {
  if (look.act !== "evidence" && look.note.trim() === "")
    throw invalid("note-missing", "Write why: what the sender should mend, why it is only a lead, or why it is rejected.");
}
