import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useKeyboard, useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { filtersToQuery, parseFilters } from "./filters.ts";
import style from "./flag-page.module.css";
import { FlagView } from "./flag-view.tsx";
import { isTaken, step } from "./queue-order.ts";
import { QueuePanel } from "./queue-panel.tsx";
import { useFlag } from "./use-flag.ts";
import { useFlagList } from "./use-flag-list.ts";
import { useQueueShown } from "./use-queue-shown.ts";
import { findWork } from "./work.ts";

/** One flag beside its list: J and K move, a saved decision opens the next free one. */
export default function FlagPage() {
  const { flag: flagId = "" } = useParams();
  return <OneFlag key={flagId} flagId={flagId} />;
}

function OneFlag({ flagId }: { flagId: string }) {
  const { say } = useWords();
  const me = useMe();
  const go = useNavigate();
  const announce = useAnnounce();
  const keyboard = useKeyboard();
  const location = useLocation();
  const [query] = useSearchParams();
  const filters = parseFilters(query);
  const list = useFlagList(filters);
  const work = useFlag(flagId);
  const client = useQueryClient();
  const queue = useQueueShown();
  const search = `?${filtersToQuery(filters)}`;

  const open = (id: string, claim: boolean) => void go(`/triage/${id}${search}`, { state: { claim } });
  const toList = () => void go(`/triage${search}`);
  const move = (by: 1 | -1) => {
    const row = step(list.rows, flagId, by);
    if (row === null) announce(say("triage.end"));
    else open(row.id, false);
  };
  /** After a decision this flag is no longer in the list, so what follows was noted before. */
  const goOn = () => {
    // Those that follow the decision are on their way out.
    const leaving = new Set(findWork(client, flagId).together);
    const rows = list.rows.filter((row) => !leaving.has(row.id));
    const next = step(rows, flagId, 1, true) ?? rows.find((row) => row.id !== flagId && !isTaken(row)) ?? null;
    if (next === null) toList();
    else open(next.id, true);
  };

  /** Also while its text is here: an interest may be noted while it is read. */
  const recused = work.query.error instanceof ApiProblem && work.query.error.code === "recused";

  // A new post: decision keys sleep, and it is said where one stands.
  const { flag, claim } = work;
  const arrived = flag?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per post
  useEffect(() => {
    if (flag === undefined) return;
    keyboard.sleep();
    window.scrollTo(0, 0);
    document.title = `${flag.number} · Netra`;
    document.getElementById("panel-title")?.focus({ preventScroll: true });
    const at = list.rows.findIndex((row) => row.id === flagId);
    if (at >= 0) announce(say("triage.position", { i: at + 1, n: Math.max(list.counts?.[filters.lane] ?? 0, list.rows.length) }));
  }, [arrived]);

  const wanted = (location.state as { claim?: boolean } | null)?.claim === true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a claim is asked for once, by the way one came
  useEffect(() => {
    // Whoever has gone on meanwhile (U leads back to the post before) is neither brought back here nor given this flag.
    if (!wanted || flag === undefined || window.location.pathname !== location.pathname) return;
    void go(`${location.pathname}${location.search}`, { replace: true, state: null });
    if (flag.lease === null && flag.canClaim.ok && me.may("flag.claim")) void claim();
    // What was passed on is taken up by opening it, not by passing over it with J and K.
    else if (flag.lease?.handed?.takenUp === false) void work.renew();
  }, [arrived, wanted]);

  useKeys([
    { keys: "j", label: say("keys.next"), group: "list", repeats: true, act: () => move(1) },
    { keys: "k", label: say("keys.previous"), group: "list", repeats: true, act: () => move(-1) },
    { keys: "q", label: say("keys.queue"), group: "look", act: queue.toggle },
    { keys: "Escape", label: say("keys.back"), group: "all", act: toList },
  ]);

  return (
    <div className={style.columns} data-queue={queue.shown}>
      {queue.shown && <QueuePanel list={list} filters={filters} flagId={flagId} />}
      {flag !== undefined && !recused ? (
        <FlagView flag={flag} work={work} list={list} onNext={goOn} onBack={toList} />
      ) : (
        <div className={style.article}>
          <PageTitle>{say("triage.title")}</PageTitle>
          {work.query.isPending && <Waiting rows={5} />}
          {recused && (
            <Empty
              action={
                <Button variant="default" onClick={toList}>
                  {say("triage.back")}
                </Button>
              }
            >
              {say("claim.recused")}
            </Empty>
          )}
          {work.query.isError &&
            !recused &&
            (work.query.error instanceof ApiProblem && work.query.error.status === 404 ? (
              <Empty
                action={
                  <Button variant="default" onClick={toList}>
                    {say("triage.back")}
                  </Button>
                }
              >
                {say("err.not_found")}
              </Empty>
            ) : (
              <Failed problem={work.query.error} onRetry={() => void work.query.refetch()} />
            ))}
        </div>
      )}
    </div>
  );
}
