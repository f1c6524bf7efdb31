import type { Blobs } from "@netra/blobs";
import type { Guidance, PassportReason, Platform, ProceduralDeadline, ReferralBody, Role, WorkCalendar } from "@netra/domain";
import type { Queue } from "@netra/queue";
import type { Actor, Store } from "@netra/store";
import type { FastifyBaseLogger } from "fastify";
import type { Health } from "./contract.ts";
import type { EndedRequest } from "./request-log.ts";

export interface ApiConfig {
  /** Where people reach this server: decides the cookie's name and which origin may change state. */
  readonly publicUrl: string;
  /** Addresses and networks of proxies whose X-Forwarded-For tells who asks; empty when nobody is believed. */
  readonly trustedProxies: readonly string[];
  readonly demo: boolean;
  /** The office's zone, e.g. Asia/Jakarta. */
  readonly zone: string;
  readonly leaseMinutes: number;
  /** So long the file of an export is kept. */
  readonly exportDays: number;
  /** Exports are for those alone who set up two-step verification. */
  readonly exportCodeRequired: boolean;
  /** Unfinished uploads wait here. */
  readonly uploadDir: string;
  /** Whether this installation sends mail to its people. */
  readonly mail: boolean;
  /** The built console; null when there is none to serve. */
  readonly consoleDir: string | null;
  /** Parts of Netra that run in this process, as shown on the status page. */
  readonly roles: readonly string[];
  /** Platforms that a connector may fetch from; accounts elsewhere are shown as not watched. */
  readonly platforms: readonly string[];
}

/** What makes passports. Asks itself whether this person's role may export, and name anybody, and whether they already see all of it (`requireAllSeen`). */
export interface Passports {
  make(
    actor: Actor,
    ask: {
      readonly kind: "flag" | "case";
      readonly which: { readonly id: string };
      readonly withPeople: boolean;
      /** False: also guarded originals, which are left out where nothing is said. */
      readonly withoutFiles?: boolean | undefined;
      readonly reason: PassportReason;
    },
  ): Promise<{ readonly bytes: Uint8Array; readonly number: string }>;
  /** What others check them with. Not a secret. */
  verifierKey(): Promise<string>;
}

/** A stored text under the pack in force and under a draft: without name, handle or number of a person. */
export interface PackSample {
  readonly text: string;
  readonly before: { readonly stance: "support" | "oppose" | "neutral"; readonly flagged: boolean; readonly scoreTenths: number };
  readonly after: PackSample["before"];
  /** Words that only one of the two sees, by place. */
  readonly marks: readonly { readonly start: number; readonly end: number; readonly by: "before" | "after" }[];
}

/** What changes the rule pack of the whole installation, in a person's name. Each asks itself whether this person may; throws forbidden, conflict, invalid or not-found. */
export interface Packs {
  /** Makes a version of a draft and offers it. Only as it was compared, with everything opened that it would miss. */
  offer(person: PackPerson, draftId: string, note: string): Promise<void>;
  approve(person: PackPerson, draftId: string, note: string): Promise<void>;
  refuse(person: PackPerson, draftId: string, reason: string): Promise<void>;
  /** Puts the version live again that was before. */
  back(person: PackPerson, reason: string): Promise<void>;
  /** Null when the words are no longer kept. A person who reads flags is refused what the recusal list keeps from them: conflict `sample-recused`. */
  sample(person: PackPerson, id: string): Promise<PackSample | null>;
  /** Samples of a comparison that the recusal list keeps from this person. */
  keptFrom(person: PackPerson, comparisonId: string): Promise<readonly string[]>;
}
export interface PackPerson {
  readonly id: string;
  readonly role: Role;
}

/** What asks a platform whether an address still shows a post. Where `whyNot` gives a reason nothing is asked. */
export interface Addresses {
  readonly gate: { readonly platforms: readonly Platform[] };
  whyNot(url: string, of: { readonly platform: Platform }): "platform-closed" | "not-a-post" | null;
  /** Throws where the answer says nothing of the post; the error's code says why. */
  exists(url: string, of: { readonly platform: Platform; readonly signal: AbortSignal }): Promise<"exists" | "missing" | "closed">;
}

/** What the API is built from. It opens nothing by itself and closes nothing that it was given. */
export interface ApiDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, "enqueue" | "counts">;
  readonly blobs: Pick<Blobs, "put" | "putFile" | "open">;
  readonly passports: Passports;
  readonly packs: Packs;
  readonly addresses: Addresses;
  /** Time limits of the procedure: dated facts. */
  readonly deadlines: readonly ProceduralDeadline[];
  /** The public holidays that are known. */
  readonly calendar: WorkCalendar;
  /** To whom a plenary may refer a case: dated facts. */
  readonly referrals: readonly ReferralBody[];
  /** The questions of an escalation, as they are in force. */
  readonly guidance: Guidance;
  readonly config: ApiConfig;
  readonly clock: () => Date;
  readonly logger: FastifyBaseLogger;
  /** How this process is, in a few seconds at most. */
  readonly health: () => Promise<Health>;
  /** Told of every request that is over; for measuring. */
  readonly onRequest?: (request: EndedRequest) => void;
}
