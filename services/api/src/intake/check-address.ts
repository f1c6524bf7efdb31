import { conflict, type DomainError } from "@netra/domain";
import type { AddressResult } from "@netra/store";
import type { IntakeDetail } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { requireMayLook } from "./take-look.ts";
import { getSeen, readIntake, whyNotAsk } from "./waiting.ts";

/** The same capture is not asked about again within it. */
const APART_SECONDS = 60;
const ANSWER_MS = 15_000;

/**
 * Asks a platform once whether the address of a capture still shows a post, because the second person wants to know. That somebody asks is written into the trail before the question goes
 * out: it tells the platform that somebody looked. Only the answer is kept. No answer, or one that says nothing of the post, is an answer too: `unknown`.
 */
export async function checkAddress(deps: ApiDeps, on: { readonly person: SignedIn; readonly captureId: string }): Promise<IntakeDetail> {
  const actor = actorOf(on.person);
  const asked = await deps.store.as(actor, async (tx) => {
    await tx.intake.lock(on.captureId);
    const capture = await getSeen(tx, on);
    requireMayLook(capture, on.person);
    const { id, region, platform, url } = capture;
    const refusal = whyNotAsk(deps.addresses, capture);
    if (url === null || refusal !== null) throw refused(refusal ?? "no-address");
    const checkId = await tx.addressChecks.begin({ id, region }, APART_SECONDS);
    if (checkId === null) throw conflict("checked-just-now", "This address was asked about less than a minute ago: wait a moment, then ask again.");
    await tx.audit.append({ act: "capture.address-checked", objectType: "capture", objectId: id, region, detail: { platform } });
    return { checkId, url, platform };
  });
  const answer = await ask(deps, asked);
  await deps.store.as(actor, (tx) => tx.addressChecks.answer(asked.checkId, answer));
  return readIntake(deps, on);
}

async function ask(
  { addresses, logger }: ApiDeps,
  { url, platform }: { readonly url: string; readonly platform: Parameters<ApiDeps["addresses"]["exists"]>[1]["platform"] },
): Promise<{ result: AddressResult; reason?: string }> {
  try {
    return { result: await addresses.exists(url, { platform, signal: AbortSignal.timeout(ANSWER_MS) }) };
  } catch (error) {
    const code = error instanceof Error && error.name === "ConnectorError" && "code" in error ? String(error.code) : "failed";
    logger.warn({ code }, "capture.address-unknown");
    return { result: "unknown", reason: code };
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  "no-address": "This capture has no address to ask about.",
  "platform-closed": "The office has not opened this platform for such questions: NETRA_OEMBED names those that it has.",
  "not-a-post": "This is no address of a post that its platform answers for: open it yourself.",
};
const refused = (code: string): DomainError => conflict(code, REFUSALS[code] ?? "Nobody can ask about this address.");
