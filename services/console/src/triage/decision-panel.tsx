import { Button } from "@mantine/core";
import type { ContestView, FlagDetail, GuidanceView } from "@netra/service-api/contract";
import { IconChevronRight } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useMe } from "../session/me.tsx";
import { serverNow } from "../session/use-session.ts";
import { useConnection } from "../shell/connection.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { CloseRoute } from "./close-route.tsx";
import { type DecisionForm, type Missing, missingIn, OUTCOMES, type Outcome, type Question } from "./decision-form.ts";
import { EscalateRoute } from "./escalate-route.tsx";
import { countUnseen, followers } from "./followers.ts";
import { NeedsInfoRoute } from "./needs-info-route.tsx";
import style from "./panel.module.css";
import routeStyle from "./routes.module.css";
import type { FlagList } from "./use-flag-list.ts";
import { useGuidance } from "./use-guidance.ts";
import type { Work } from "./work.ts";

export interface RouteProps {
  readonly flag: FlagDetail;
  readonly contest: ContestView | null;
  readonly form: DecisionForm;
  readonly changeForm: (entry: Partial<DecisionForm>) => void;
  readonly list: FlagList;
  /** The questions of an escalation; asked for once that route is chosen. */
  readonly guidance: UseQueryResult<GuidanceView>;
}

interface Props extends Omit<RouteProps, "guidance"> {
  readonly own: Pick<Work, "together" | "seenAlike">;
  readonly busy: boolean;
  readonly onSave: () => void;
}

const ROUTES = [
  { route: "close", short: "act.close_short", long: "act.close", keys: "1–5" },
  { route: "needs_info", short: "act.needs_info_short", long: "act.needs_info", keys: "N" },
  { route: "escalate", short: "act.escalate_short", long: "act.escalate_long", keys: "E" },
] as const;
const PANELS = { close: CloseRoute, needs_info: NeedsInfoRoute, escalate: EscalateRoute } as const;

/** Step 2: close, ask or escalate, of equal size until chosen. The only filled button saves what the person chose. */
export function DecisionPanel({ busy, onSave, own, ...given }: Props) {
  const { flag, form, changeForm } = given;
  const guidance = useGuidance(flag, form.route === "escalate");
  const props: RouteProps = { ...given, guidance };
  const asked = guidance.data?.questions ?? null;
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const { online } = useConnection();
  const me = useMe();
  const missingWords = useMissingWords(guidance.data);
  const [pressed, setPressed] = useState(false);
  const missing = missingIn(form, flag, { role: me.role, today: format.isoDay(serverNow()), asked });
  const Route = form.route === null ? null : PANELS[form.route];

  const pick = (outcome: Outcome) => changeForm({ route: "close", outcome, ...(form.outcome === outcome ? {} : { reason: "" }) });
  const following = followers(form, own);
  const unseen = countUnseen(following, own);
  const save = () => (missing === null && unseen === 0 ? onSave() : setPressed(true));
  // Who came by the key goes on by keys: the first question has the focus, without a way through the routes.
  const body = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  // They may come a moment after the key.
  useEffect(() => {
    const first = byKey.current ? body.current?.querySelector<HTMLElement>('input[type="radio"]') : null;
    if (!first) return;
    byKey.current = false;
    first.focus();
  });
  const escalate = () => {
    byKey.current = true;
    changeForm({ route: "escalate" });
  };
  useKeys([
    ...OUTCOMES.map((outcome, at) => ({
      keys: String(at + 1),
      label: say(`outcome.${outcome}`),
      group: "decide" as const,
      decision: true,
      act: () => pick(outcome),
    })),
    { keys: "n", label: say("act.needs_info"), group: "decide", decision: true, act: () => changeForm({ route: "needs_info" }) },
    { keys: "e", label: say("act.escalate"), group: "decide", decision: true, act: escalate },
    form.route !== null && { keys: "Ctrl+Enter", label: say("keys.submit"), group: "decide", decision: true, inFields: true, act: save },
  ]);

  // On a phone a form takes its place below the text: without this, tapping a route would only make the dock vanish.
  const routes = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (form.route !== null && window.matchMedia("(max-width: 899px)").matches) routes.current?.scrollIntoView({ block: "start" });
  }, [form.route]);

  return (
    <>
      <fieldset ref={routes} className={routeStyle.routes} data-chosen={form.route !== null} aria-label={say("decide.routes")}>
        {ROUTES.map(({ route, short, long, keys }) => (
          <button
            key={route}
            type="button"
            className={routeStyle.route}
            aria-pressed={form.route === route}
            aria-keyshortcuts={shortcut(keys === "1–5" ? "1 2 3 4 5" : keys)}
            onClick={() => changeForm({ route })}
          >
            <span className={routeStyle.routeShort}>{say(short)}</span>
            <span className={routeStyle.routeLong}>{say(long)}</span>
            <KeyCap>{keys}</KeyCap>
            <IconChevronRight size={18} aria-hidden className={routeStyle.routeChevron} />
          </button>
        ))}
      </fieldset>
      {Route !== null && (
        <div ref={body} className={routeStyle.routeBody}>
          <Route {...props} />
          <div className={style.saves}>
            {missing !== null && (pressed || missing.what === "answers" || missing.what === "unknown_blocks" || missing.what === "like_only") && (
              <p
                // Below the fold, a sentence that says why nothing was saved is none.
                ref={(line) => void (pressed && line?.scrollIntoView({ block: "nearest" }))}
                className={pressed ? style.missing : style.small}
                role={pressed ? "alert" : undefined}
              >
                {missingWords(missing)}
              </p>
            )}
            {own.together.length > 0 && (
              <p className={style.small}>
                {following.length > 0 ? say("alike.together_note", { n: following.length }) : say("alike.alone_note", { n: own.together.length })}
              </p>
            )}
            {asked && missing === null && unseen > 0 && (
              <p className={style.missing} role="alert">
                {say("alike.unseen", { n: unseen })}
              </p>
            )}
            {missing?.what === "unknown_blocks" ? (
              <Button size="lg" className={style.save ?? ""} onClick={() => changeForm({ route: "needs_info" })}>
                {say("decide.ask_first")}
              </Button>
            ) : (
              <Button
                size="lg"
                className={style.save ?? ""}
                loading={busy}
                disabled={!online}
                data-early={missing !== null || unseen > 0}
                onClick={save}
                rightSection={<KeyCap>Ctrl Enter</KeyCap>}
                aria-keyshortcuts="Control+Enter"
              >
                {following.length > 0 && online
                  ? say("alike.save", { n: following.length + 1 })
                  : say(online ? (form.route === "escalate" && flag.readerNo === 1 ? "act.escalate" : "decide.save_next") : "offline.decide")}
              </Button>
            )}
            <p className={style.small}>
              {say(form.route !== "escalate" ? "decide.undoable" : flag.readerNo === 1 ? "escalate.confirm" : "escalate.second")}
            </p>
          </div>
        </div>
      )}
    </>
  );
}

function useMissingWords(guidance: GuidanceView | undefined): (missing: Missing) => string {
  const { say, locale } = useWords();
  const short = (id: Question): string => guidance?.questions.find((question) => question.id === id)?.short[locale] ?? id;
  return (missing) => {
    switch (missing.what) {
      case "answers":
        return say("check.missing", { n: missing.n });
      case "reason_short":
        return say("missing.reason_short", { n: missing.n });
      case "unknown_blocks":
        return say("check.unknown_blocks", { pertanyaan: missing.questions.map(short).join(", ") });
      case "questions":
        return say("check.loading");
      case "like_only":
        return say("escalate.like_only");
      default:
        return say(`missing.${missing.what}`);
    }
  };
}
