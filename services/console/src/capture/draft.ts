import type { CaptureView, Reporter, SendCapture, UrlGuess } from "@netra/service-api/contract";
import { hasWrongTime, type TypedLine, toLines } from "./transcript.ts";

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
  /** What a comment answers. */
  readonly parentUrl: string;
  readonly parentText: string;
  /** What is said in a file, by the file's id. */
  readonly transcripts: Readonly<Record<string, readonly TypedLine[]>>;
  /** The capture that was handed back and that this one replaces. */
  readonly corrects: Pick<CaptureView, "id" | "receiptNo" | "note"> | null;
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
  parentUrl: "",
  parentText: "",
  transcripts: {},
  corrects: null,
  touched: [],
});

/** A draft from the device's store, where one from before an update may lie that lacks a field. */
export const restoreDraft = (kept: Draft): Draft => ({ ...emptyDraft(kept.clientId, new Date(kept.startedAt)), ...kept });

/**
 * A new draft in place of a capture that was handed back, with what the phone still knows of it; its files are added by who has their bytes.
 * Reporter and time of sending are not taken over: the first lies sealed at the server, the second is another.
 */
export function draftToCorrect(capture: CaptureView, given: { kept: Draft | undefined; clientId: string; now: Date }): Draft {
  const { id, receiptNo, note, kind, platform, origin } = capture;
  const { kept, now } = given;
  const fresh = emptyDraft(given.clientId, now);
  const known = kept === undefined ? { ...fresh, kind, platform, origin } : { ...kept, seenAt: kept.seenAt ?? kept.startedAt };
  return {
    ...known,
    clientId: given.clientId,
    startedAt: fresh.startedAt,
    files: [],
    transcripts: {},
    corrects: { id, receiptNo, note },
    touched: [...new Set([...known.touched, "kind", "platform", "handle", "origin"] as const)],
  };
}

/** True while nothing would be lost by forgetting the draft. */
export const isEmpty = (draft: Draft): boolean => draft.touched.length === 0 && draft.files.length === 0 && draft.url === "" && draft.text === "";

/** What the person typed or chose. */
export function enter(draft: Draft, entry: Entry): Draft {
  const touched = new Set([...draft.touched, ...(Object.keys(entry) as (keyof Draft)[])]);
  // A link names whose post it is, and a comment is mostly somebody else's.
  const handle = entry.kind === "comment" && !touched.has("handle") ? { handle: "" } : {};
  return { ...draft, ...handle, ...entry, touched: [...touched] };
}

/** The post that a comment's link stands under, where the link tells it. */
const parentOf = (url: string): string | null => {
  const parsed = URL.parse(withScheme(url));
  if (!parsed?.searchParams.has("comment_id")) return null;
  for (const name of ["comment_id", "reply_comment_id"]) parsed.searchParams.delete(name);
  return parsed.href;
};

/** What a link alone tells; only into fields that the person has not set. The account is never guessed for a comment: the link names the post's owner. */
export function applyGuess(draft: Draft, guess: Pick<UrlGuess, "platform" | "handle" | "kind">): Draft {
  const free = (field: keyof Draft) => !draft.touched.includes(field);
  const parentUrl = parentOf(draft.url);
  const kind = guess.kind !== null && free("kind") ? guess.kind : draft.kind;
  return {
    ...draft,
    ...(guess.platform !== null && free("platform") ? { platform: guess.platform } : {}),
    ...(guess.handle !== null && kind !== "comment" && free("handle") ? { handle: guess.handle } : {}),
    kind,
    ...(parentUrl !== null && free("parentUrl") ? { parentUrl } : {}),
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

export type DraftProblem =
  | "link_wrong"
  | "need_something"
  | "platform_missing"
  | "handle_missing"
  | "parent_wrong"
  | "transcript_time"
  | "friends_only"
  | "time_missing";

/** What stands in the way of the next step (1 what, 2 who-where-when, 3 check); empty when nothing does. */
export function problemsOf(draft: Draft, step: 1 | 2 | 3, now: Date): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (draft.url.trim() !== "" && !isWebAddress(draft.url)) problems.push("link_wrong");
  if (step >= 2) {
    if (draft.platform === null) problems.push("platform_missing");
    if (draft.handle.trim() === "") problems.push("handle_missing");
    if (draft.kind === "comment" && draft.parentUrl.trim() !== "" && !isWebAddress(draft.parentUrl)) problems.push("parent_wrong");
    if (draft.files.some(({ id }) => hasWrongTime(draft.transcripts[id] ?? []))) problems.push("transcript_time");
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

/** The draft as the API takes it, with the server's ids of its files in their order. Throws when `problemsOf` was not asked first. */
export function toSendCapture(draft: Draft, uploads: string[], reporter: Reporter | null = null): SendCapture {
  if (draft.platform === null) throw new Error("A capture needs a platform.");
  const isComment = draft.kind === "comment";
  const transcripts = draft.files.flatMap(({ id }, at) => {
    const lines = toLines(draft.transcripts[id] ?? []);
    const upload = uploads[at];
    return upload === undefined || lines.length === 0 ? [] : [{ upload, lines }];
  });
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
    ...(isComment && draft.parentUrl.trim() !== "" ? { parentUrl: withScheme(draft.parentUrl) } : {}),
    ...(isComment && draft.parentText.trim() !== "" ? { parentText: draft.parentText } : {}),
    ...(transcripts.length > 0 ? { transcripts } : {}),
    ...(reporter !== null && isHandedOver(draft.origin) ? { reporter } : {}),
    ...(draft.corrects !== null ? { corrects: draft.corrects.id } : {}),
  };
}

/** A number to note while there is no line: day, month and a piece of the draft's own id, so that it can be found again. Starts with S, for *sementara*. */
export function provisionalNo(draft: Pick<Draft, "clientId">, now: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `S-${two(now.getDate())}${two(now.getMonth() + 1)}-${draft.clientId.replaceAll("-", "").slice(0, 4).toUpperCase()}`;
}
