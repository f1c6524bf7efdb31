import type { Overview } from "@netra/service-api/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useMe } from "../session/me.tsx";
import { useContests } from "../shell/contests.tsx";
import { RegionSelect, useCovers, useRegions } from "../shell/region-select.tsx";
import shell from "../shell/states.module.css";
import { Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { Coverage } from "./coverage.tsx";
import ink from "./ink.module.css";
import { Outcomes } from "./outcomes.tsx";
import style from "./overview.module.css";
import { getOverview } from "./overview-api.ts";
import { RulePrecision } from "./rules.tsx";
import { ThisWeek } from "./this-week.tsx";
import { Treatment } from "./treatment.tsx";
import { WeeksChart } from "./weeks-chart.tsx";

/** The server's figures stand for five minutes; a look now and then finds the next ones, and a tag says when there are none. */
const LOOK_MS = 60_000;

/** The dashboard: this week so far, trends, equal treatment, outcomes, and above all what could not be seen. Every number leads to the list behind it. */
export default function OverviewPage() {
  const { say, format } = useWords();
  const me = useMe();
  const [query, setQuery] = useSearchParams();
  const asked = query.get("region");
  const regions = useRegions();
  const covers = useCovers();
  const region = asked !== null && covers(asked) ? asked : (me.regions[0]?.code ?? "ID");
  const overview = useQuery({
    queryKey: ["overview", region],
    queryFn: () => getOverview(region),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const data = overview.data;
  return (
    <div className={shell.page}>
      <header className={style.header}>
        <div>
          <PageTitle>{say("nav.overview")}</PageTitle>
          {data !== undefined && (
            <p className={style.lead}>
              {data.regionName} · {say("over.lead", { n: Number(data.week.slice(-2)), waktu: format.moment(data.asOf) })} {say("over.basis")}{" "}
              {data.contests.length > 1 && say("over.all_contests")}
            </p>
          )}
        </div>
        <div className={style.tools}>
          {regions.length > 1 && <RegionSelect label={say("over.region")} value={region} onChange={(code) => setQuery({ region: code })} />}
          {me.may("report.list") && (
            <Link to="/reports" className={style.action ?? ""}>
              {say("over.reports")}
            </Link>
          )}
        </div>
      </header>
      {overview.isPending && <Waiting rows={6} />}
      {overview.isError &&
        (data === undefined ? (
          <Failed problem={overview.error} onRetry={() => void overview.refetch()} />
        ) : (
          <Failed
            problem={overview.error}
            sentence={say("over.stale", { waktu: format.moment(data.asOf) })}
            onRetry={() => void overview.refetch()}
          />
        ))}
      {data !== undefined && <Parts overview={data} />}
    </div>
  );
}

/** Whether a contest is of concern to a region: officials of the whole province are read against it. */
const isNear = (contest: string | null, region: string): boolean => contest === null || region === "ID" || contest.slice(0, 2) === region.slice(0, 2);

function Parts({ overview }: { overview: Overview }) {
  const { say, format } = useWords();
  const { chosen, contests: live } = useContests();
  const own = overview.contests.filter(({ id }) => id === chosen?.id);
  const contests = own.length > 0 ? own : overview.contests;
  const hours = overview.knownSince.find(({ what }) => what === "account_hours");
  const first = overview.knownSince
    .filter((one) => one !== hours)
    .map(({ since }) => since)
    .toSorted()
    .at(-1);
  return (
    <>
      {!overview.contests.some(({ open }) => open) && (
        <p className={style.notice}>
          {live.some((contest) => contest.open && isNear(contest.region, overview.region))
            ? say("over.contest_since", { waktu: format.clockWithZone(overview.asOf) })
            : say("empty.contest")}
        </p>
      )}
      {overview.watched.now === 0 && <p className={style.notice}>{say("over.unwatched_now", { waktu: format.moment(overview.asOf) })}</p>}
      <ThisWeek overview={overview} />
      <div className={style.cards} data-one={contests.length === 1}>
        <WeeksChart overview={overview} contests={contests} />
        {contests.map((contest) => (
          <Treatment key={contest.id} contest={contest} named={contests.length > 1} least={overview.enough.judged} />
        ))}
        {contests.map((contest) => (
          <Outcomes key={contest.id} contest={contest} named={contests.length > 1} />
        ))}
        <Coverage rows={overview.coverage} asOf={overview.asOf} />
        {overview.rules !== null && <RulePrecision rules={overview.rules} least={overview.enough.judged} />}
      </div>
      {hours !== undefined && <p className={ink.small}>{say("over.known_hours", { waktu: format.longMoment(hours.since) })}</p>}
      {first !== undefined && <p className={ink.small}>{say("over.known_since", { waktu: format.longMoment(first) })}</p>}
    </>
  );
}
