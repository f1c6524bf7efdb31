import type { ReportView } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./reports.module.css";

/** How far a report is, counted; it goes on without whoever looks. */
export function Progress({ report }: { report: ReportView }) {
  const { say } = useWords();
  const { progress } = report;
  const now =
    progress === null
      ? say("rep.queued")
      : say("rep.progress", { n: Math.min(progress.done + 1, progress.total), jumlah: progress.total, langkah: say(`rep.step.${progress.step}`) });
  return (
    <div className={style.progress}>
      <p>{say(report.state === "finalizing" ? "rep.finishing" : "rep.making")}</p>
      <progress max={progress?.total ?? 1} value={progress?.done ?? 0} aria-label={say(`rep.state.${report.state}`)} />
      <p className={style.meta} role="status">
        {now}
      </p>
    </div>
  );
}
