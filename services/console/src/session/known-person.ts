import type { Session } from "@netra/service-api/contract";

const STORED = "netra.capture-person";

/** Who may send captures from this device: no name, just what finds their draft and their way home. */
export type KnownPerson = Pick<Session, "userId" | "role">;

/** Remembers what the server last said, so that the capture page opens without a line; forgets who left, and everybody who may not send. */
export function rememberPerson(session: Session | null): void {
  try {
    if (session === null || session.mustSetPassword || !session.permissions.includes("capture.send")) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, JSON.stringify({ userId: session.userId, role: session.role } satisfies KnownPerson));
  } catch {
    // Private windows may refuse storage; the page then needs a line to open.
  }
}

/** Null when nobody is known here. That somebody is known gives no right: the server asks for the session with every call. */
export function knownPerson(): KnownPerson | null {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "null") as KnownPerson | null;
  } catch {
    return null;
  }
}
