import { NativeSelect, Radio } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { KeyCap } from "../shell/key-cap.tsx";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import answerStyle from "./answers.module.css";
import { OUT_OF_SCOPE, OUTCOMES } from "./decision-form.ts";
import type { RouteProps } from "./decision-panel.tsx";
import { listFlags } from "./flag-api.ts";
import { revealInline } from "./hidden-characters.ts";
import style from "./panel.module.css";
import { withoutRepeats } from "./queue-order.ts";
import { ReasonPicker } from "./reason-picker.tsx";

/** Close as one of five, with what that outcome needs to be checked by somebody else. */
export function CloseRoute({ flag, form, changeForm, list }: RouteProps) {
  const { say } = useWords();
  const shortcut = useShortcut();
  return (
    <>
      <Radio.Group
        label={say("outcome.label")}
        classNames={{ label: answerStyle.groupLabel ?? "" }}
        value={form.outcome ?? ""}
        onChange={(value) => changeForm({ outcome: OUTCOMES.find((outcome) => outcome === value) ?? null, reason: "" })}
      >
        <div className={answerStyle.targets}>
          {OUTCOMES.map((outcome, at) => (
            <Radio.Card key={outcome} value={outcome} className={answerStyle.target ?? ""} aria-keyshortcuts={shortcut(String(at + 1))}>
              <Radio.Indicator className={answerStyle.indicator ?? ""} />
              <span className={answerStyle.answerWord}>{say(`outcome.${outcome}`)}</span>
              <KeyCap>{String(at + 1)}</KeyCap>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {form.outcome === "not_this_person" && <p className={style.small}>{say("not_this_person.note")}</p>}
      {form.outcome === "duplicate" && <DuplicateOf flag={flag} form={form} changeForm={changeForm} list={list} />}
      {form.outcome === "out_of_scope" && (
        <NativeSelect
          label={say("scope.label")}
          value={form.outOfScope ?? ""}
          data={[{ value: "", label: "–", disabled: true }, ...OUT_OF_SCOPE.map((value) => ({ value, label: say(`scope.${value}`) }))]}
          onChange={(event) => changeForm({ outOfScope: OUT_OF_SCOPE.find((value) => value === event.currentTarget.value) ?? null })}
        />
      )}
      {form.outcome !== null && (
        <ReasonPicker key={form.outcome} flag={flag} outcome={form.outcome} reason={form.reason} onReason={(reason) => changeForm({ reason })} open />
      )}
    </>
  );
}

const EXCERPT = 60;

/** Which flag this one repeats: from the list at hand and from those already decided, by number and first words. */
function DuplicateOf({ flag, form, changeForm, list }: Omit<RouteProps, "contest" | "guidance">) {
  const { say } = useWords();
  const decided = useQuery({
    queryKey: ["flags-decided", flag.contestId],
    queryFn: async () => {
      const none = { region: null, platform: null, kind: null, origin: null };
      const pages = await Promise.all((["closed", "escalated"] as const).map((lane) => listFlags({ lane, ...none }, flag.contestId, null)));
      return pages.flatMap((page) => page.flags);
    },
    staleTime: 60_000,
  });
  const others = withoutRepeats([...list.rows, ...(decided.data ?? [])]).filter((row) => row.id !== flag.id);
  if (others.length === 0) return <p className={style.small}>{say("duplicate.empty")}</p>;
  return (
    <NativeSelect
      label={say("duplicate.label")}
      value={form.duplicateOf ?? ""}
      data={[
        { value: "", label: say("duplicate.choose"), disabled: true },
        ...others.map((row) => ({ value: row.id, label: `${row.number} · ${revealInline(row.text.slice(0, EXCERPT))}` })),
      ]}
      onChange={(event) => changeForm({ duplicateOf: event.currentTarget.value || null })}
    />
  );
}
