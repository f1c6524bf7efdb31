import type { FlagDetail } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./facts.module.css";

/** What the registry knows about the moment of the act, without saying who: role, status, service, leave, marriage to a candidate, link, window. */
export function Facts({ flag }: { flag: FlagDetail }) {
  const { say, sayData } = useWords();
  const { facts } = flag;
  const employment = useEmployment(flag);
  const service = useServiceFacts(flag);
  return (
    <dl className={style.facts}>
      <div>
        <dt>{say("facts.role")}</dt>
        <dd>{facts.roleClass ?? say("facts.unknown")}</dd>
      </div>
      <div>
        <dt>{say("facts.status")}</dt>
        <dd>{employment ?? say("facts.unknown")}</dd>
      </div>
      <div>
        <dt>{say("facts.service")}</dt>
        <dd>{service.service}</dd>
      </div>
      <div>
        <dt>{say("facts.leave")}</dt>
        <dd>{service.leave}</dd>
      </div>
      <div>
        <dt>{say("facts.spouse")}</dt>
        <dd>{service.spouse}</dd>
      </div>
      <div>
        <dt>{say("facts.link")}</dt>
        <dd>
          {say(`link.${facts.link}`)}
          {facts.link === "inferred" && <small>{say("link.inferred_note")}</small>}
        </dd>
      </div>
      <div>
        <dt>{say("facts.handle")}</dt>
        <dd>{say(`facts.handle.${facts.otherHandle}`)}</dd>
      </div>
      <div>
        <dt>{say("facts.window")}</dt>
        <dd>{say("facts.window_value", { tahap: sayData(`stage.${facts.stage}`, facts.stage), kode: facts.region })}</dd>
      </div>
      {flag.origin !== "own" && (
        <div>
          <dt>{say("facts.origin")}</dt>
          <dd>{say(`origin.${flag.origin}`)}</dd>
        </div>
      )}
    </dl>
  );
}

/** "PNS sejak 2012", or null when the registry does not know. */
export function useEmployment(flag: FlagDetail): string | null {
  const { say, format } = useWords();
  const { employment, employedSince } = flag.facts;
  if (employment === null) return null;
  const status = say(`employment.${employment}`);
  return employedSince === null ? status : say("facts.since", { status, tahun: format.year(employedSince) });
}

/** Where the day of the act lies in the person's service, in words. What is not in the register is "not recorded", never "no". */
export function useServiceFacts({ facts }: FlagDetail): { readonly service: string; readonly leave: string; readonly spouse: string } {
  const { say } = useWords();
  const unknown = say("facts.unknown");
  const recorded = (yes: boolean): string => say(yes ? "facts.yes" : "facts.none_recorded");
  return {
    service: facts.service === "unknown" ? unknown : say(`facts.service.${facts.service}`),
    leave: facts.onLeave === "unknown" ? unknown : recorded(facts.onLeave === "yes"),
    spouse: recorded(facts.spouseOfCandidate),
  };
}
