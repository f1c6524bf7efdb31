import { employmentOn, type Service, spouseOfCandidate, wasOnLeave } from "./employment.ts";

/**
 * Where a day lies in a person's service. `unknown`: between two employments, in another region's employment, or without a known term: nobody may read it as "none".
 */
export const SERVICE_STANDINGS = ["before_appointment", "employed", "after_service", "unknown"] as const;
export type ServiceStanding = (typeof SERVICE_STANDINGS)[number];

/** What the register says of a person on the day of an act. It is shown to a reader and decides nothing. */
export interface ServiceFacts {
  readonly service: ServiceStanding;
  /** Unpaid leave outside the state's service (CLTN). `unknown` when the register knows no employment of that day. */
  readonly onLeave: "yes" | "no" | "unknown";
  /** Registered as the spouse of somebody who stands in this contest; never of whom. */
  readonly spouseOfCandidate: boolean;
}

/** First and last day of all employments, in whatever region; null where it is not known or still lasts. */
export interface Term {
  readonly employedFrom: string | null;
  readonly employedTo: string | null;
}

/** The facts of one day, `YYYY-MM-DD` in Jakarta. `service` may lack employments of regions that the asker does not see; `term` counts them all. */
export function serviceOn(given: { readonly service: Service; readonly term: Term; readonly contestId: string; readonly day: string }): ServiceFacts {
  const { service, term, contestId, day } = given;
  const employed = employmentOn(service, day) !== null;
  const leave = wasOnLeave(service, day) ? "yes" : employed ? "no" : "unknown";
  return { service: standing(term, { day, employed }), onLeave: leave, spouseOfCandidate: spouseOfCandidate(service, contestId, day) !== null };
}

function standing({ employedFrom, employedTo }: Term, { day, employed }: { day: string; employed: boolean }): ServiceStanding {
  if (employed) return "employed";
  if (employedFrom !== null && day < employedFrom) return "before_appointment";
  if (employedTo !== null && day > employedTo) return "after_service";
  return "unknown";
}
