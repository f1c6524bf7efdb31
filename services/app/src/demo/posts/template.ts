import type { PostKind } from "@netra/domain";
import type { DemoPicture } from "../pictures.ts";

/**
 * A post to be filled in. `{slot}` is a word of the contest (see words.ts), `{a|b}` is one of several ways to say it.
 * A template never names a pair: whoever it is filled for gets the same words, so that no pair is treated better.
 */
export interface PostTemplate {
  readonly kind: PostKind;
  readonly text: string;
  /** What its author does some minutes later. */
  readonly later?: { readonly edit: string } | "delete";
  /** What hangs on it, in every state. */
  readonly picture?: DemoPicture;
}

/** Texts of one sort. */
export interface Theme {
  readonly id: string;
  /** What an attentive reader would say of these texts. `innocent`: whatever words of the campaign they hold, they take no side. */
  readonly stance: "support" | "oppose" | "innocent";
  readonly templates: readonly PostTemplate[];
}

const make =
  (kind: PostKind) =>
  (text: string, later?: PostTemplate["later"]): PostTemplate => ({ kind, text, ...(later && { later }) });

export const post = make("post");
export const comment = make("comment");
export const photo = make("photo");
export const video = make("video");
export const share = make("share");

/** A poster of the campaign, in the words that every pair gets. */
export const POSTER: DemoPicture = { look: "poster", lines: ["Pilih nomor {number}", "{pak}", "dan {bu}", "{slogan}"] };

/** The same post with a picture on it. */
export const withPicture = (template: PostTemplate, picture: DemoPicture): PostTemplate => ({ ...template, picture });
