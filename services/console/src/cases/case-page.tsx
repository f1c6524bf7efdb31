import type { CaseDetail } from "@netra/service-api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { setAnswer } from "../set-answer.ts";
import { useContests } from "../shell/contests.tsx";
import shell from "../shell/states.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { PassportExport } from "../triage/passport-export.tsx";
import { useWords } from "../words/words.tsx";
import { CaseFlags } from "./case-flags.tsx";
import { CaseIdentity } from "./case-identity.tsx";
import { CaseRail } from "./case-rail.tsx";
import style from "./cases.module.css";
import { downloadCasePassport, getCase } from "./cases-api.ts";
import { Clocks, ThreeTimes } from "./clocks.tsx";
import { FlagGroupPart } from "./flag-group.tsx";
import { Mitigating } from "./mitigating.tsx";
import { NextSteps } from "./next-steps.tsx";
import { Replies } from "./replies.tsx";
import { Timeline } from "./timeline.tsx";

/** One case: where it stands, everything that happened, what speaks for the person, and what the plenary may decide next. */
export default function CasePage() {
  const { say } = useWords();
  const { case: id = "" } = useParams();
  const go = useNavigate();
  const client = useQueryClient();
  const query = useQuery({ queryKey: ["case", id], queryFn: () => getCase(id) });
  const missing = query.error instanceof ApiProblem && (query.error.status === 404 || query.error.status === 400);
  useKeys([{ keys: "Escape", label: say("keys.back"), group: "all", act: () => void go("/cases") }]);
  const changed = (next?: CaseDetail) => {
    if (next !== undefined) setAnswer(client, ["case", id], next);
    else void client.invalidateQueries({ queryKey: ["case", id] });
    void client.invalidateQueries({ queryKey: ["cases"] });
  };
  return (
    <div className={shell.page}>
      {query.data === undefined ? (
        <>
          <PageTitle>{say("nav.cases")}</PageTitle>
          {query.isPending && <Waiting rows={6} />}
          {missing && <Empty action={<Link to="/cases">{say("case.back")}</Link>}>{say("case.not_found")}</Empty>}
          {query.isError && !missing && <Failed problem={query.error} onRetry={() => void query.refetch()} />}
        </>
      ) : (
        <OneCase of={query.data} onChanged={changed} />
      )}
    </div>
  );
}

function OneCase({ of, onChanged }: { of: CaseDetail; onChanged: (next?: CaseDetail) => void }) {
  const { say } = useWords();
  const me = useMe();
  const { contests } = useContests();
  const contest = contests.find(({ id }) => id === of.contestId) ?? null;
  const seen = of.flags.filter((flag) => flag.seen);
  const grouped = seen.filter(({ id }) => of.groups.some(({ flag }) => flag.id === id));
  return (
    <>
      <header className={style.header}>
        <p className={style.quiet}>
          <Link to="/cases">{say("nav.cases")}</Link>
          {contest !== null && ` / ${contest.title}`}
        </p>
        <PageTitle>{of.number}</PageTitle>
        <CaseIdentity of={of} onOpened={() => onChanged()} />
        <p className={style.quiet}>
          {say("case.owner", { wilayah: of.regionName })}
          {of.alsoSeenBy.length > 0 && ` ${say("case.seen_by", { wilayah: of.alsoSeenBy.join(", ") })}`}
        </p>
      </header>
      <CaseRail of={of} />
      <div className={style.columns}>
        <div className={style.column}>
          <Timeline of={of} />
          <CaseFlags of={of} />
          <Replies of={of} onKept={onChanged} />
        </div>
        <div className={style.column}>
          <Clocks of={of} contest={contest} />
          <ThreeTimes of={of} />
          <Mitigating of={of} />
          <NextSteps of={of} onTaken={onChanged} />
          {(grouped.length > 0 ? grouped : seen.slice(0, 1)).map((flag) => (
            <section key={flag.id} className={style.card} aria-label={say("group.title")}>
              <h2>{say("group.title")}</h2>
              <FlagGroupPart flagId={flag.id} mayBegin onChanged={() => onChanged()} />
            </section>
          ))}
          {me.may("passport.export") && of.flags.length > 0 && (
            <section className={style.card} aria-label={say("passport.title")}>
              <PassportExport
                files={of.files}
                make={async (asked) => {
                  await downloadCasePassport(of.id, asked);
                  onChanged();
                }}
              />
            </section>
          )}
        </div>
      </div>
    </>
  );
}
