import { forbidden } from "./errors.ts";
import { type LinkConfidence, mayBePolled } from "./post.ts";

/**
 * What a link between a person and an account may rest on. Stored: never rename. A face is not among them: no picture of a person is ever compared.
 */
export const LINK_ATTRIBUTES = [
  "declaration",
  "agency_letter",
  "display_name",
  "handle",
  "workplace",
  "position",
  "contact",
  "linked_account",
  "place",
  "event",
  "relation",
] as const;
export type LinkAttribute = (typeof LINK_ATTRIBUTES)[number];

export interface LinkEvidence {
  readonly kind: LinkAttribute;
  /** Where it was seen: a letter, an address, a receipt. Two attributes of one source are one witness. */
  readonly source: string;
  /** Who noted it; null for an import. */
  readonly by: string | null;
}

/** Attributes that say the same thing once more: who knows the name guesses the handle, who knows the post knows the office. */
const FAMILY: Readonly<Record<LinkAttribute, string>> = {
  declaration: "declaration",
  agency_letter: "agency",
  display_name: "name",
  handle: "name",
  workplace: "work",
  position: "work",
  contact: "contact",
  linked_account: "linked_account",
  place: "place",
  event: "event",
  relation: "relation",
};

/** The fewest independent attributes of an inferred link. A name alone never is two. */
export const INFERRED_ATTRIBUTES = 2;

/** How many attributes stand on their own: one a family, one a source. The most that can be paired so. Cost: small lists of evidence. */
export function independentAttributes(evidence: readonly Pick<LinkEvidence, "kind" | "source">[]): number {
  const sourcesOf = new Map<string, string[]>();
  for (const { kind, source } of evidence) {
    const family = FAMILY[kind];
    sourcesOf.set(family, [...(sourcesOf.get(family) ?? []), source.trim().toLowerCase()]);
  }
  // A matching: a family takes a source, and one that took it before moves on to another of its own.
  const takenBy = new Map<string, string>();
  const place = (family: string, seen: Set<string>): boolean => {
    for (const source of sourcesOf.get(family) ?? []) {
      if (seen.has(source)) continue;
      seen.add(source);
      const holder = takenBy.get(source);
      if (holder === undefined || place(holder, seen)) {
        takenBy.set(source, family);
        return true;
      }
    }
    return false;
  };
  return [...sourcesOf.keys()].filter((family) => place(family, new Set())).length;
}

/**
 * What a link may be called, by its evidence: `agency_verified` by the agency's letter, `declared` by the person's own declaration, `inferred` by at least two
 * independent attributes and a reviewer who noted none of them; else null: there is no link.
 */
export function confidenceOf(evidence: readonly LinkEvidence[], reviewer: string | null): LinkConfidence | null {
  if (evidence.some(({ kind }) => kind === "agency_letter")) return "agency_verified";
  if (evidence.some(({ kind }) => kind === "declaration")) return "declared";
  if (reviewer === null || evidence.some(({ by }) => by === reviewer)) return null;
  return independentAttributes(evidence) >= INFERRED_ATTRIBUTES ? "inferred" : null;
}

export interface LinkStanding {
  readonly link: LinkConfidence;
  readonly revoked: boolean;
}

/** Whether an account may be polled on a day: declared or verified, not revoked, and its holder employed. A term that is not known does not bind. */
export const mayPoll = (account: LinkStanding & { readonly employedFrom: string | null; readonly employedTo: string | null }, day: string): boolean =>
  mayBePolled(account.link) &&
  !account.revoked &&
  (account.employedFrom === null || account.employedFrom <= day) &&
  (account.employedTo === null || day <= account.employedTo);

/**
 * The name behind an account, for whatever leaves the house with names: packets, passports, lists, files of a search. The one place that says no.
 * Throws forbidden `name-not-exportable` for an inferred link and for one that was revoked: the name may be another person's.
 */
export function exportableName(account: LinkStanding & { readonly name: string }): string {
  if (account.revoked)
    throw forbidden("name-not-exportable", "This account's link was revoked: its person is not named in anything that leaves the house.");
  if (account.link === "inferred")
    throw forbidden(
      "name-not-exportable",
      "This account's link is only inferred: it may be read, and cannot be exported with a name. Have the person declare it or the agency verify it first.",
    );
  return account.name;
}
