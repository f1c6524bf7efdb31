import { Button, NativeSelect } from "@mantine/core";
import type { ReportView } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./reports.module.css";
import { useWeekWords } from "./week-words.ts";
import { weeksBack } from "./weeks.ts";

const WEEKS_OFFERED = 12;

/** A supervisor's own report: a week and a region. The running week is proposed: the one before is made by itself on Monday. */
export function MakeReport({ currentWeek }: { currentWeek: string }) {
  const { say } = useWords();
  const weekWords = useWeekWords();
  const me = useMe();
  const client = useQueryClient();
  const announce = useAnnounce();
  const weeks = weeksBack(currentWeek, WEEKS_OFFERED);
  const [week, setWeek] = useState(currentWeek);
  const [region, setRegion] = useState(me.regions[0]?.code ?? "ID");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await call<ReportView>("POST", "/api/reports", { week, region });
      announce(say("rep.requested"));
      await client.invalidateQueries({ queryKey: ["reports"] });
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={style.make}>
      <NativeSelect
        label={say("rep.make_week")}
        value={week}
        data={weeks.map((one) => ({ value: one, label: one === currentWeek ? `${weekWords(one)}, ${say("rep.week_running")}` : weekWords(one) }))}
        onChange={(event) => setWeek(event.currentTarget.value)}
      />
      <NativeSelect
        label={say("rep.make_region")}
        value={region}
        data={me.regions.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
        onChange={(event) => setRegion(event.currentTarget.value)}
      />
      <Button loading={busy} onClick={() => void make()}>
        {say("rep.make")}
      </Button>
      {problem !== null && <Failed problem={problem} sentence={say("err.save")} />}
    </div>
  );
}
