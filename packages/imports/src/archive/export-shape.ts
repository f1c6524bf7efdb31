import type { PostKind } from "@netra/domain";

/** Why a part of an owner's archive was not taken. Ids are printed with their words by the command. */
export const LEFT_OUT = ["outside-dates", "not-public", "in-a-group", "others-words", "no-words", "no-time", "unknown-shape"] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** One post or comment as its platform's export states it. */
export interface ExportedPost {
  readonly kind: PostKind;
  readonly text: string;
  /** Null where the export gives none; never guessed. */
  readonly externalId: string | null;
  readonly url: string | null;
  readonly createdAt: Date | null;
  /** As the export itself says. `unsaid`: it does not say who could see it. */
  readonly audience: "public" | "unsaid";
}

/** Whose archive it is, as it says itself: any of these may be the account given. Null where the platform's export does not say. */
export interface ExportOwner {
  readonly handles: readonly string[];
  readonly ids: readonly string[];
}

/** What a part of an export is read with. */
export interface ExportContext {
  readonly owner: ExportOwner;
  /** As the register writes it, for addresses. */
  readonly handle: string;
  /** What the owner's part says beyond names, such as the full name that signs comments. */
  readonly profile: unknown;
}

/** How the export of one platform is laid out. Names that no pattern here matches are never opened. */
export interface ExportShape {
  /** The entry that says whose archive it is, and what of it is read. */
  readonly owner: {
    readonly entry: RegExp;
    /** Where the owner's part lies: any of these. */
    readonly path: readonly (readonly string[])[];
    /** Of an object that holds posts too, only these fields are read. */
    readonly fields?: readonly string[];
    readonly read: (profile: unknown) => ExportOwner | null;
  };
  readonly parts: readonly ExportPart[];
}

export interface ExportPart {
  readonly entry: RegExp;
  /** Where the list of posts lies: any of these keys, one below the other; an empty one is the file itself. */
  readonly lists: readonly (readonly string[])[];
  readonly read: (item: unknown, context: ExportContext) => ExportedPost | LeftOut;
}

/** Fields of unknown JSON, without trusting it. */
export const fieldOf = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null && Object.hasOwn(at, key) ? (at as Record<string | number, unknown>)[key] : undefined),
    value,
  );

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A moment from seconds since 1970, as number or text. */
export function fromSeconds(value: unknown): Date | null {
  const seconds = typeof value === "string" && /^\d{1,11}$/.test(value) ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0 && seconds < 1e11 ? new Date(seconds * 1000) : null;
}

/** A moment that a platform wrote as text, or null. */
export function fromText(value: unknown): Date | null {
  const time = Date.parse(textOf(value));
  return Number.isNaN(time) ? null : new Date(time);
}
