import type { ReportView } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useMe } from "../session/me.tsx";
import pieces from "../shell/pieces.module.css";
import shell from "../shell/states.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { MakeReport } from "./make-report.tsx";
import { useNextReport } from "./next-report.ts";
import { Versions } from "./report.tsx";
import style from "./reports.module.css";
import { isUnderWay, listReports } from "./reports-api.ts";

const POLL_MS = 3_000;

/** Reports, newest days first, the versions of one together. What is under way is asked for again; bytes, once made, never change. */
export default function ReportsPage() {
  const { say } = useWords();
  const me = useMe();
  const next = useNextReport();
  const reports = useQuery({
    queryKey: ["reports"],
    queryFn: listReports,
    refetchInterval: ({ state }) => (state.data?.reports.some(isUnderWay) ? POLL_MS : false),
  });
  return (
    <div className={shell.page}>
      <header className={style.header}>
        <PageTitle>{say("rep.title")}</PageTitle>
        <p className={style.lead}>{say("rep.lead")}</p>
        {me.may("export.ask") && (
          <p>
            <Link to="/reports/exports" className={pieces.alone}>
              {say("exp.link")}
            </Link>
          </p>
        )}
      </header>
      {me.may("report.make") && reports.data !== undefined && <MakeReport currentWeek={reports.data.currentWeek} today={reports.data.today} />}
      {reports.isPending && <Waiting rows={4} />}
      {reports.isError && <Failed problem={reports.error} onRetry={() => void reports.refetch()} />}
      {reports.data?.reports.length === 0 && <Empty>{say("rep.empty", { hari: next })}</Empty>}
      {reports.data !== undefined && (
        <ul className={style.list}>
          {versionsOf(reports.data.reports).map((versions) => (
            <Versions key={versions[0].id} of={versions} running={versions[0].week === reports.data.currentWeek} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** Versions of the same stand together in the list, newest first. */
function versionsOf(reports: readonly ReportView[]): [ReportView, ...ReportView[]][] {
  const groups = Map.groupBy(reports, ({ week, from, to, region }) => [week, from, to, region].join());
  return [...groups.values()].flatMap(([newest, ...others]) => (newest ? [[newest, ...others] as [ReportView, ...ReportView[]]] : []));
}
