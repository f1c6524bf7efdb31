import type { ReportList, ReportView } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api.ts";
import { useMe } from "../session/me.tsx";
import shell from "../shell/states.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { MakeReport } from "./make-report.tsx";
import { Report } from "./report.tsx";
import style from "./reports.module.css";

const POLL_MS = 3_000;

/** Weekly reports, newest first. A report under way is polled; its bytes, once made, never change. */
export default function ReportsPage() {
  const { say } = useWords();
  const me = useMe();
  const reports = useQuery({
    queryKey: ["reports"],
    queryFn: () => call<ReportList>("GET", "/api/reports"),
    refetchInterval: ({ state }) => (state.data?.reports.some((report: ReportView) => report.state === "waiting") ? POLL_MS : false),
  });
  return (
    <div className={shell.page}>
      <header className={style.header}>
        <div>
          <PageTitle>{say("rep.title")}</PageTitle>
          <p className={style.lead}>{say("rep.lead")}</p>
        </div>
        {me.may("report.make") && reports.data !== undefined && <MakeReport currentWeek={reports.data.currentWeek} />}
      </header>
      {reports.isPending && <Waiting rows={4} />}
      {reports.isError && <Failed problem={reports.error} onRetry={() => void reports.refetch()} />}
      {reports.data?.reports.length === 0 && <Empty>{say("rep.empty")}</Empty>}
      {reports.data !== undefined && (
        <ul className={style.list}>
          {reports.data.reports.map((report) => (
            <Report key={report.id} report={report} running={report.week === reports.data.currentWeek} />
          ))}
        </ul>
      )}
    </div>
  );
}
