import type { Reporter } from "@netra/service-api/contract";
import * as device from "./device-store.ts";
import type { Draft } from "./draft.ts";

/**
 * Who told the office, for the time until it is sent. It lies apart from the draft, so that nothing that shows a draft can show it, and leaves this phone
 * with the receipt. It is not encrypted here: a key would lie beside it, and protect it from nobody.
 */
const key = (clientId: string): string => `reporter:${clientId}`;
type Of = Pick<Draft, "clientId">;

export const NOBODY: Reporter = { name: "", contact: "", note: "" };

/** Null when nothing was written. */
export async function findReporter({ clientId }: Of): Promise<Reporter | null> {
  return (await device.find<Reporter>(key(clientId))) ?? null;
}

/** Keeps what was written; three empty fields are nobody, and leave nothing. */
export const keepReporter = ({ clientId }: Of, reporter: Reporter): Promise<void> =>
  Object.values(reporter).every((words) => words.trim() === "") ? device.forget(key(clientId)) : device.keep(key(clientId), reporter);

export const forgetReporter = ({ clientId }: Of): Promise<void> => device.forget(key(clientId));
