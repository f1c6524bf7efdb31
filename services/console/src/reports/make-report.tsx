import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ApiProblem } from "../api.ts";
import { atNoon, DAY_MS } from "../jakarta.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { RegionSelect, useRegions } from "../shell/region-select.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { AskCorrection, sentenceOf } from "./ask-correction.tsx";
import style from "./reports.module.css";
import { requestReport } from "./reports-api.ts";
import { useWeekWords } from "./week-words.ts";
import { daysOf, weeksBack } from "./weeks.ts";

const WEEKS_OFFERED = 12;

/**
 * A supervisor's own report: a week or a span of days, and a region. The last closed week stands first: a running one stays a draft. Where a final version stands it asks why that is
 * corrected.
 */
export function MakeReport({ currentWeek, today }: { currentWeek: string; today: string }) {
  const { say, format } = useWords();
  const weekWords = useWeekWords();
  const me = useMe();
  const go = useNavigate();
  const client = useQueryClient();
  const announce = useAnnounce();
  const weeks = weeksBack(currentWeek, WEEKS_OFFERED);
  const [kind, setKind] = useState<"week" | "days">("week");
  const [week, setWeek] = useState(weeks[1] ?? currentWeek);
  const [days, setDays] = useState({ from: `${today.slice(0, 8)}01`, to: today });
  const [region, setRegion] = useState(me.regions[0]?.code ?? "ID");
  const held = useRegions().find(({ code }) => code === region)?.accounts ?? true;
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const ask = async (reason?: string) => {
    const { id } = await requestReport({ ...(kind === "week" ? { week } : days), region, ...(reason === undefined ? {} : { reason }) });
    announce(say("rep.requested"));
    await client.invalidateQueries({ queryKey: ["reports"] });
    void go(`/reports/${encodeURIComponent(id)}`);
  };
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await ask();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const stands = problem instanceof ApiProblem && problem.code === "correction-needs-reason";
  const change = (act: () => void) => {
    setProblem(null);
    act();
  };
  return (
    <section aria-label={say("rep.make")} className={style.making}>
      <form
        className={style.make}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <NativeSelect
          label={say("rep.make_of")}
          value={kind}
          data={[
            { value: "week", label: say("rep.of_week") },
            { value: "days", label: say("rep.of_days") },
          ]}
          onChange={({ currentTarget: { value } }) => change(() => setKind(value as "week" | "days"))}
        />
        {kind === "week" ? (
          <NativeSelect
            label={say("rep.make_week")}
            value={week}
            data={weeks.map((one) => ({
              value: one,
              label: one === currentWeek ? say("rep.week_draft_only", { minggu: weekWords(one) }) : weekWords(one),
            }))}
            onChange={({ currentTarget: { value } }) => change(() => setWeek(value))}
          />
        ) : (
          <>
            <TextInput
              type="date"
              label={say("rep.make_from")}
              value={days.from}
              max={days.to}
              onChange={({ currentTarget: { value } }) => change(() => setDays({ ...days, from: value }))}
            />
            <TextInput
              type="date"
              label={say("rep.make_to")}
              value={days.to}
              max={today}
              onChange={({ currentTarget: { value } }) => change(() => setDays({ ...days, to: value }))}
            />
          </>
        )}
        <RegionSelect label={say("rep.make_region")} value={region} onChange={(code) => change(() => setRegion(code))} />
        <Button type="submit" loading={busy}>
          {say("rep.make")}
        </Button>
      </form>
      {kind === "week" && week === currentWeek && (
        <p className={style.meta}>{say("rep.running_note", { hari: format.shortDay(dayAfter(daysOf(week).sunday)) })}</p>
      )}
      {kind === "days" && <p className={style.meta}>{say("rep.days_note")}</p>}
      {kind === "days" && days.to === today && <p className={style.meta}>{say("rep.days_today")}</p>}
      {!held && <p className={style.meta}>{say("rep.region_without")}</p>}
      {stands && (
        <div role="status">
          <p>{say("rep.final_stands")}</p>
        </div>
      )}
      {stands && <AskCorrection onAsk={ask} />}
      {problem !== null && !stands && <Failed problem={problem} sentence={say(sentenceOf(problem))} />}
    </section>
  );
}

const dayAfter = (day: string): Date => new Date(atNoon(day).getTime() + DAY_MS);
