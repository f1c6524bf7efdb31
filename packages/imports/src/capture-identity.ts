import { createHash } from "node:crypto";
import { normalizeHandle, type Platform, type PostKind } from "@netra/domain";
import { canonicalUrl, guessFromUrl, type UrlGuess } from "./post-url.ts";

/** What somebody saw one account do. */
export interface SeenAct {
  readonly platform: Platform;
  readonly kind: PostKind;
  readonly handle: string;
  readonly url: string | null;
  readonly text: string;
  /** The platform's id, where the sender gave it. */
  readonly externalId?: string | null;
}

/**
 * The external id of an act that a person captured: the same for a form and a file, for every form of the address, on every machine. Pure.
 *
 * In this order: the id that was given; the platform's id in the address, when the address names this account's own act; the address without what tells
 * who shared it, when it names no other act; else a hash of who, where and what. A comment or a like sent with the address of somebody's post must never
 * become a version of that post.
 */
export function captureIdentity(act: SeenAct): string {
  if (act.externalId != null) return act.externalId;
  const guess = act.url === null ? null : guessFromUrl(act.url);
  if (guess !== null && guess.externalId !== null) return isOwnAct(act, guess) ? guess.externalId : describedIdentity(act);
  const address = act.url === null ? null : canonicalUrl(act.url);
  // The address of an account stands for all of its posts.
  const namesOneAct = guess === null || (guess.platform === act.platform && guess.handle === null);
  return address !== null && namesOneAct && OWN_WORDS.has(act.kind) ? address : describedIdentity(act);
}

/** The identity of an act by who, where and what alone, for one whose address turned out to be another account's. */
export function describedIdentity({ platform, kind, handle, url, text }: SeenAct): string {
  const address = url === null ? null : (canonicalUrl(url) ?? url);
  // A JSON array, so that no part can run into the next.
  const described = JSON.stringify([platform, kind, normalizeHandle(handle), address, plain(text)]);
  return `sha256:${createHash("sha256").update(described).digest("hex")}`;
}

/** Kinds that are a post of their own; a comment, like, share or follow often carries the address of somebody else's. */
const OWN_WORDS: ReadonlySet<PostKind> = new Set(["post", "photo", "video"]);

function isOwnAct(act: SeenAct, guess: UrlGuess): boolean {
  const sameKind = guess.kind === act.kind || (guess.kind !== null && OWN_WORDS.has(guess.kind) && OWN_WORDS.has(act.kind));
  const sameAuthor = guess.handle === null || guess.handle === normalizeHandle(act.handle);
  return guess.platform === act.platform && sameKind && sameAuthor;
}

/** Line ends and spaces change on the way from one screen to another. */
const plain = (text: string): string => text.normalize("NFC").replace(/\s+/g, " ").trim();
