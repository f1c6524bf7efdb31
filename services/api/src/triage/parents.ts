import type { Contest } from "@netra/classifier";
import { normalizeHandle } from "@netra/domain";
import { guessFromUrl } from "@netra/imports";
import type { Surroundings } from "@netra/store";
import type { ParentView } from "../contract.ts";

/** What tells whose a parent is. */
interface Around {
  readonly kind: string;
  readonly platform: string;
  readonly contest: Pick<Contest, "candidates"> | null;
}

/** What a post answers, passes on or quotes: what people wrote down of it, and what the platform's own record names. No handle and no address is in the result. */
export function viewParents({ parents, ownHandles, ownExternalId, record }: Surroundings, { kind, platform, contest }: Around): ParentView[] {
  const contestants = new Set(contest?.candidates.flatMap(({ accounts }) => (accounts ?? []).map(normalizeHandle)));
  const own = new Set(ownHandles);
  const authorOf = (url: string | null): ParentView["author"] => {
    const guess = url === null ? null : guessFromUrl(url);
    if (guess === null || guess.handle === null) return "unknown";
    if (guess.platform === platform && own.has(guess.handle)) return "self";
    return contestants.has(guess.handle) ? "contestant" : "other";
  };
  const told = parents.map(
    ({ url, text }): ParentView => ({
      relation: kind === "share" ? "shares" : "answers",
      author: authorOf(url),
      text: text.trim() === "" ? null : coverHandles(text),
    }),
  );
  const named =
    record === null
      ? []
      : referencesIn(record.raw).map(({ relation, did }): ParentView => ({ relation, author: did === ownExternalId ? "self" : "other", text: null }));
  // What a person wrote down says more than a bare reference to the same.
  return [...told, ...named.filter(({ relation }) => !told.some((one) => one.relation === relation))];
}

/** `@handles`, and what follows the host in an address: both name people. */
export function coverHandles(text: string): string {
  return text
    .replace(/\bhttps?:\/\/([^\s/?#]+)[^\s]*/giu, (_, host: string) => `${host}/…`)
    .replace(/(?<![\p{L}\p{N}_.])@[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/gu, "@…");
}

interface Named {
  readonly relation: ParentView["relation"];
  readonly did: string;
}

/** What a Bluesky record answers, passes on or quotes: the platform gives references only, never the words. Never throws on bytes. */
export function referencesIn(raw: Uint8Array): Named[] {
  const didIn = (uri: unknown): string | undefined => (typeof uri === "string" ? /^at:\/\/(did:[^/]+)\//.exec(uri)?.[1] : undefined);
  try {
    const { value } = JSON.parse(new TextDecoder().decode(raw)) as {
      readonly value?: {
        readonly reply?: { readonly parent?: Ref };
        readonly subject?: Ref;
        readonly embed?: { readonly record?: Ref & { readonly record?: Ref } };
      };
    };
    const found: readonly [Named["relation"], unknown][] = [
      ["answers", value?.reply?.parent?.uri],
      ["shares", value?.subject?.uri],
      ["quotes", value?.embed?.record?.uri ?? value?.embed?.record?.record?.uri],
    ];
    return found.flatMap(([relation, uri]) => {
      const did = didIn(uri);
      return did === undefined ? [] : [{ relation, did }];
    });
  } catch {
    return [];
  }
}

interface Ref {
  readonly uri?: unknown;
}
