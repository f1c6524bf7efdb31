import type { SendCapture, UrlGuess } from "@netra/service-api/contract";

type Sent = SendCapture;

/** One file of a draft, without its bytes: those lie beside it in the device's store. */
export interface DraftFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** What a person has entered so far. Everything may be missing; `problemsOf` says what must not. */
export interface Draft {
  readonly clientId: string;
  readonly startedAt: string;
  readonly url: string;
  readonly shared: boolean;
  readonly kind: Sent["kind"];
  readonly platform: Sent["platform"] | null;
  readonly handle: string;
  readonly text: string;
  readonly visibility: Sent["visibility"];
  readonly seenHow: string;
  readonly officeAccount: boolean;
  readonly uploader: Sent["uploader"];
  /** `null` is "just now": the moment the draft was begun. */
  readonly seenAt: string | null;
  readonly origin: Sent["origin"];
  readonly files: readonly DraftFile[];
  /** Fields that the person set: a guess never overwrites them. */
  readonly touched: readonly (keyof Draft)[];
}

export type Entry = Partial<Omit<Draft, "clientId" | "startedAt" | "touched" | "files">>;

export const emptyDraft = (clientId: string, now: Date): Draft => ({
  clientId,
  startedAt: now.toISOString(),
  url: "",
  shared: false,
  kind: "post",
  platform: null,
  handle: "",
  text: "",
  visibility: "public",
  seenHow: "",
  officeAccount: false,
  uploader: "owner",
  seenAt: null,
  origin: "own",
  files: [],
  touched: [],
});

/** True while nothing would be lost by forgetting the draft. */
export const isEmpty = (draft: Draft): boolean => draft.touched.length === 0 && draft.files.length === 0 && draft.url === "" && draft.text === "";

/** What the person typed or chose. */
export function enter(draft: Draft, entry: Entry): Draft {
  const touched = new Set([...draft.touched, ...(Object.keys(entry) as (keyof Draft)[])]);
  return { ...draft, ...entry, touched: [...touched] };
}

/** What a link alone tells; only into fields that the person has not set. */
export function applyGuess(draft: Draft, guess: Pick<UrlGuess, "platform" | "handle" | "kind">): Draft {
  const free = (field: keyof Draft) => !draft.touched.includes(field);
  return {
    ...draft,
    ...(guess.platform !== null && free("platform") ? { platform: guess.platform } : {}),
    ...(guess.handle !== null && free("handle") ? { handle: guess.handle } : {}),
    ...(guess.kind !== null && free("kind") ? { kind: guess.kind } : {}),
  };
}

/**
 * What another app shared. Apps put the link where they like, often inside the text: the first one found is the link, the rest is text.
 * A draft under way keeps what it has and takes only what it lacks.
 */
export function applyShared(draft: Draft, shared: { title: string; text: string; url: string }): Draft {
  const link = shared.url || (/https?:\/\/\S+/.exec(`${shared.text} ${shared.title}`)?.[0] ?? "");
  const text = shared.text.replace(link, "").trim();
  return { ...draft, shared: true, url: draft.url || link, text: draft.text || text };
}

/** Friends-only and closed material is accepted only when a citizen handed it over. */
export const isHandedOver = (origin: Sent["origin"]): boolean => origin === "tip" || origin === "complaint";
export const needsHandingOver = (visibility: Sent["visibility"]): boolean => visibility === "friends" || visibility === "closed";

export type DraftProblem = "link_wrong" | "need_something" | "platform_missing" | "handle_missing" | "friends_only" | "time_missing";

/** What stands in the way of the next step (1 what, 2 who-where-when, 3 check); empty when nothing does. */
export function problemsOf(draft: Draft, step: 1 | 2 | 3, now: Date): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (draft.url.trim() !== "" && !isWebAddress(draft.url)) problems.push("link_wrong");
  if (step >= 2) {
    if (draft.platform === null) problems.push("platform_missing");
    if (draft.handle.trim() === "") problems.push("handle_missing");
    if (needsHandingOver(draft.visibility) && !isHandedOver(draft.origin)) problems.push("friends_only");
    if (draft.seenAt !== null && !(Date.parse(draft.seenAt) <= now.getTime())) problems.push("time_missing");
    if (draft.files.length === 0 && draft.url.trim() === "" && draft.text.trim() === "") problems.push("need_something");
  }
  return problems;
}

/** Accepts an address without its scheme, as people copy it. */
export function isWebAddress(url: string): boolean {
  const parsed = URL.parse(withScheme(url));
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname.includes(".");
}

export const withScheme = (url: string): string => (/^[a-z][a-z0-9+.-]*:/i.test(url.trim()) ? url.trim() : `https://${url.trim()}`);

/** The draft as the API takes it. Throws when `problemsOf` was not asked first. */
export function toSendCapture(draft: Draft, uploads: string[]): SendCapture {
  if (draft.platform === null) throw new Error("A capture needs a platform.");
  return {
    clientId: draft.clientId,
    url: draft.url.trim() === "" ? null : withScheme(draft.url),
    platform: draft.platform,
    handle: draft.handle.trim(),
    kind: draft.kind,
    text: draft.text,
    visibility: draft.visibility,
    seenHow: draft.seenHow,
    officeAccount: draft.officeAccount,
    uploader: draft.uploader,
    seenAt: draft.seenAt ?? draft.startedAt,
    origin: draft.origin,
    uploads,
  };
}

/** A number to note while there is no line: day, month and a piece of the draft's own id, so that it can be found again. Starts with S, for *sementara*. */
export function provisionalNo(draft: Pick<Draft, "clientId">, now: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `S-${two(now.getDate())}${two(now.getMonth() + 1)}-${draft.clientId.replaceAll("-", "").slice(0, 4).toUpperCase()}`;
}
