import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useMe } from "../session/me.tsx";
import pieces from "../shell/pieces.module.css";
import shell from "../shell/states.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { AskExport } from "./ask-export.tsx";
import style from "./exports.module.css";
import { listExports } from "./exports-api.ts";
import { OneExport } from "./one-export.tsx";

const POLL_MS = 3_000;
const UNDER_WAY = new Set(["waiting", "running"]);

/** Exports: asking, what waits for one's word, and files. One that is being made is polled. */
export default function ExportsPage() {
  const { say } = useWords();
  const { demo, secondFactor } = useMe();
  const again = secondFactor ? "exp.lead_confirm_code" : demo ? "exp.lead_confirm_demo" : "exp.lead_confirm";
  const exports = useQuery({
    queryKey: ["exports"],
    queryFn: listExports,
    refetchOnMount: "always",
    refetchInterval: ({ state }) => (state.data?.exports.some((one) => UNDER_WAY.has(one.state)) ? POLL_MS : false),
  });
  return (
    <div className={shell.page}>
      <header className={style.header}>
        <p>
          <Link to="/reports" className={pieces.alone}>
            {say("exp.back")}
          </Link>
        </p>
        <PageTitle>{say("exp.title")}</PageTitle>
        {exports.data && <p className={style.quiet}>{say("exp.lead", { n: exports.data.keptDays })}</p>}
        {exports.data && <p className={style.quiet}>{say(again, { n: exports.data.confirmMinutes })}</p>}
        <p className={style.quiet}>{say("exp.lead_limits")}</p>
        <p className={style.quiet}>{say("exp.lead_machine")}</p>
      </header>
      {exports.isPending && <Waiting rows={4} />}
      {exports.isError && <Failed problem={exports.error} onRetry={() => void exports.refetch()} />}
      {exports.data && (exports.data.offers.length > 0 ? <AskExport list={exports.data} /> : <p>{say("exp.none_offered")}</p>)}
      {exports.data && (
        <section aria-labelledby="exports" className={style.header}>
          <h2 id="exports" className={style.heading}>
            {say("exp.list")}
          </h2>
          {exports.data.exports.length === 0 && <Empty>{say("exp.empty")}</Empty>}
          <ul className={style.list}>
            {exports.data.exports.map((one) => (
              <OneExport key={one.id} one={one} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
