import { conflict, forbidden, notFound } from "@netra/domain";
import type { KeptFile } from "@netra/store";
import type { IdentityView, OpenIdentity } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { requireIntact } from "../download.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { auditFlag } from "./act.ts";
import { flagNumber, sightOn } from "./flag-view.ts";
import { readSeen } from "./read.ts";
import { readerNoOf } from "./sight.ts";

interface On {
  readonly person: SignedIn;
  readonly flagId: string;
}

/** Opens who stands behind a flag: for its reader after the own reading, or an auditor. The reason stays in the audit trail. */
export function openIdentity(deps: ApiDeps, on: On & { readonly given: OpenIdentity }): Promise<IdentityView> {
  const { person, given } = on;
  return deps.store.as(actorOf(person), async (tx) => {
    const flag = await readSeen(tx, on);
    if (person.role !== "auditor") {
      if (flag.lease?.userId !== person.id)
        throw forbidden("claim-first", "Claim the flag first: an identity is opened only by the person who reads it.");
      const turn = readerNoOf(flag.state, flag.claimedFrom);
      if (!(await tx.triage.hasReading(flag.id, turn))) throw conflict("reading-first", "Save your reading before you open an identity.");
    }
    const identity = await tx.triage.readIdentity(flag.id);
    await auditFlag(tx, flag, { act: "identity.opened", reason: given.reason });
    return {
      ...identity,
      platform: identity.platform as IdentityView["platform"],
      openedAt: (await tx.status.now()).toISOString(),
      reason: given.reason,
    };
  });
}

export interface Download {
  readonly bytes: Buffer;
  readonly name: string;
}

/** The pinned bytes as they were fetched; they hold whatever the platform sent, so they open with layer 2. */
export function readEvidence(deps: ApiDeps, on: On & { readonly versionId: string }): Promise<Download> {
  return deps.store.as(actorOf(on.person), async (tx) => {
    const flag = await readSeen(tx, on);
    if (!sightOn(flag, on.person).signals) throw forbidden("reading-first", "Save your reading first: the bytes show more than the post.");
    const version = flag.versions.find(({ id }) => id === on.versionId);
    if (!version) throw notFound("evidence");
    const { raw, sha256 } = await tx.triage.readEvidence(flag.id, version.id);
    requireIntact(raw, sha256.toString("hex"));
    await auditFlag(tx, flag, { act: "evidence.read", detail: { versionId: version.id } });
    return { bytes: raw, name: `${flagNumber(flag.number)}-v${version.seq}.bin` };
  });
}

/**
 * A file that was sent with a capture: part of layer 1, for whoever sees the flag. Where regions were masked, the masked picture; its original only after the own reading,
 * with an audit row.
 */
export function findFlagFile(deps: ApiDeps, on: On & { readonly fileId: string; readonly original: boolean }): Promise<KeptFile> {
  return deps.store.as(actorOf(on.person), async (tx) => {
    const flag = await readSeen(tx, on);
    const file = await tx.captures.findFile(on.flagId, on.fileId);
    if (!file) throw notFound("file");
    if (!file.masked) return file;
    if (!on.original) return file.masked;
    if (!sightOn(flag, on.person).signals) throw forbidden("reading-first", "Save your reading first: the original shows more than the post.");
    await auditFlag(tx, flag, { act: "file.original-opened", detail: { fileId: on.fileId } });
    return file;
  });
}
