import { Button, Textarea } from "@mantine/core";
import type { FlagDetail } from "@netra/service-api/contract";
import { useState } from "react";
import { useMe } from "../session/me.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { StateWord } from "./flag-words.tsx";
import { History } from "./history.tsx";
import style from "./panel.module.css";
import routeStyle from "./routes.module.css";
import type { FlagWork } from "./use-flag.ts";

/** Nothing is left to decide here, unless a supervisor reopens it. */
export const isOver = (flag: FlagDetail): boolean => flag.state === "closed" || flag.state === "escalated" || flag.state === "withdrawn";

/** Instead of a decision: the state and what was decided, for auditors and for flags that are over; a supervisor may reopen a closed one. */
export function LookOn({ flag, work }: { flag: FlagDetail; work: FlagWork }) {
  const { say } = useWords();
  const me = useMe();
  return (
    <aside className={style.panel} aria-labelledby="panel-title">
      <header className={style.panelHead}>
        <h2 id="panel-title" tabIndex={-1}>
          {say("history.title")}
        </h2>
      </header>
      <StateWord row={{ state: flag.state, holder: flag.lease?.holder ?? null, mine: false }} />
      {!me.may("flag.decide") && <p className={style.prompt}>{say("read.auditor")}</p>}
      <History flag={flag} />
      {flag.state === "closed" && me.may("flag.reopen") && <Reopen work={work} />}
    </aside>
  );
}

function Reopen({ work }: { work: FlagWork }) {
  const { say } = useWords();
  const [reason, setReason] = useState("");
  return (
    <div className={routeStyle.routeBody}>
      <Textarea
        label={say("reason.label")}
        description={say("reopen.note")}
        rows={3}
        maxLength={4000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button variant="default" disabled={reason.trim() === ""} loading={work.busy} onClick={() => void work.reopen(reason.trim())}>
        {say("act.reopen")}
      </Button>
      {work.problem !== null && <Failed problem={work.problem} sentence={say("err.save")} />}
    </div>
  );
}
