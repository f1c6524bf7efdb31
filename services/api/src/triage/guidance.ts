import { conflict, type Guidance, type GuidanceNote, holdsOn, invalid, isCalendarDay, jakartaDay } from "@netra/domain";
import { GuidanceQuery, GuidanceView } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import type { Server } from "../server.ts";

/** The questions of an escalation, for whoever reads flags. */
export function guidanceRoutes(app: Server, deps: Pick<ApiDeps, "guidance" | "clock">): void {
  app.get(
    "/api/guidance",
    {
      config: { permission: "flag.read" },
      schema: {
        tags: ["triage"],
        summary: "The questions of an escalation, as of a day and now",
        querystring: GuidanceQuery,
        response: { 200: GuidanceView },
      },
    },
    ({ query: { on } }) => {
      if (!isCalendarDay(on)) throw invalid("day-unknown", "The day is not one of the calendar: write on=2029-10-21.");
      return viewGuidance(deps.guidance, { on, today: jakartaDay(deps.clock()) });
    },
  );
}

/** Notes that stood on one of two days, marked with which; what stood on neither is left out. Notes that contradict each other all stay. */
export function viewGuidance({ hash, questions }: Guidance, { on, today }: { readonly on: string; readonly today: string }): GuidanceView {
  const view = (note: GuidanceNote): GuidanceView["questions"][number]["notes"][number] => ({
    id: note.id,
    kind: note.kind,
    text: { ...note.text },
    thatDay: holdsOn(note, on),
    today: holdsOn(note, today),
    from: note.from ?? null,
    to: note.to ?? null,
    source: note.source ? { paper: note.source.paper, number: note.source.number ?? null, date: note.source.date ?? null } : null,
    unverified: note.unverified === true,
    weak: note.weak === true,
  });
  return {
    hash,
    on,
    today,
    questions: questions.map(({ id, ask, short, answers, notes }) => ({
      id,
      ask: { ...ask },
      short: { ...short },
      answers: { ...answers },
      notes: notes.map(view).filter(({ thatDay, today }) => thatDay || today),
    })),
  };
}

/** Refuses answers that were given under other words than those in force. */
export function requireSameGuidance(inForce: Guidance, asked: string | undefined): void {
  if (asked !== undefined && asked !== inForce.hash)
    throw conflict(
      "guidance-changed",
      "The questions of an escalation have changed since this page was opened: load it again and answer them as they are now.",
    );
}
