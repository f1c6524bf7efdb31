import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { AskExport as Asked, ExportList } from "@netra/service-api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { useConfirmed } from "../session/confirm.tsx";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useConnection } from "../shell/connection.ts";
import { useContests } from "../shell/contests.tsx";
import { RegionSelect } from "../shell/region-select.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./exports.module.css";
import { askExport, estimateExport } from "./exports-api.ts";
import { readNumbers } from "./read-numbers.ts";
import { useProblemWords } from "./use-problem-words.ts";

type Offer = ExportList["offers"][number];
const PLATFORMS = [
  "facebook",
  "instagram",
  "tiktok",
  "x",
  "youtube",
  "threads",
  "telegram",
  "bluesky",
  "mastodon",
  "web",
  "whatsapp",
  "other",
] as const;
const ORIGINS = ["own", "complaint", "tip", "transfer"] as const;
const STATES = ["open", "needs_info", "awaiting_second", "disputed", "escalated", "closed", "withdrawn"] as const;
const REASONS = ["plenary", "authority", "objection", "own_check"] as const;
const EMPTY = { contest: "", platform: "", origin: "", state: "", from: "", to: "", act: "", flags: "", cases: "", reason: "plenary" };
type Fields = typeof EMPTY;

/** What is asked for, or null while it is not complete. */
function askedOf(kind: Offer["kind"], format: string, region: string, fields: Fields): Asked | null {
  const set = (...names: (keyof Fields)[]) =>
    Object.fromEntries(names.filter((name) => fields[name] !== "").map((name) => [name, fields[name].trim()]));
  if (kind === "flags") return { kind, format, filter: { region, ...set("contest", "platform", "origin", "state", "from", "to") } } as Asked;
  if (kind === "audit") return { kind, format, filter: { region, ...set("act", "from", "to") } } as Asked;
  const [flags, cases] = [readNumbers(fields.flags), readNumbers(fields.cases)];
  if (flags === null || cases === null || flags.length + cases.length === 0) return null;
  return { kind, format: "zip", filter: { region, reason: fields.reason as "plenary", flags, cases } };
}

/** Kind, filter, what it comes to, and the request. */
export function AskExport({ list }: { list: ExportList }) {
  const { say, format: write } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { online } = useConnection();
  const { contests } = useContests();
  const wordsOf = useProblemWords();
  const { confirmed, dialog } = useConfirmed();
  const [kind, setKind] = useState<Offer["kind"]>(list.offers[0]?.kind ?? "flags");
  const [chosenFormat, setFormat] = useState("csv");
  const [region, setRegion] = useState(me.regions[0]?.code ?? "ID");
  const [fields, setFields] = useState(EMPTY);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const offer = list.offers.find((one) => one.kind === kind);
  const format = offer?.formats.find((one) => one === chosenFormat) ?? offer?.formats[0] ?? "csv";
  const asked = askedOf(kind, format, region, fields);
  const estimate = useQuery({
    queryKey: ["export-estimate", asked],
    queryFn: () => (asked === null ? null : estimateExport(asked)),
    enabled: asked !== null,
    retry: false,
  });
  const put = (name: keyof Fields) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((old) => ({ ...old, [name]: value }));
  };
  const choose = (name: keyof Fields, label: string, choices: readonly { value: string; label: string }[], all = true) => (
    <NativeSelect
      label={label}
      value={fields[name]}
      onChange={put(name)}
      data={[...(all ? [{ value: "", label: say("exp.all") }] : []), ...choices]}
    />
  );

  const ask = async () => {
    if (asked === null) return;
    setBusy(true);
    setProblem(null);
    try {
      await confirmed(async () => {
        const made = await askExport(asked);
        announce(made.state === "waiting_approval" ? say("exp.asked_second") : say("exp.asked"));
      });
      await client.invalidateQueries({ queryKey: ["exports"] });
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const told = estimate.data;
  const refused = told?.refused ?? null;
  return (
    <section className={style.card} aria-labelledby="ask-export">
      <h2 id="ask-export">{say("exp.ask")}</h2>
      <div className={style.fields}>
        <NativeSelect
          label={say("exp.kind")}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Offer["kind"])}
          data={list.offers.map((one) => ({ value: one.kind, label: say(`exp.kind.${one.kind}`) }))}
        />
        <NativeSelect
          label={say("exp.format")}
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value)}
          data={(offer?.formats ?? []).map((one) => ({ value: one, label: say(`exp.format.${one}`) }))}
        />
        <RegionSelect label={say("exp.region")} value={region} onChange={setRegion} />
        {kind === "flags" && (
          <>
            {choose(
              "contest",
              say("exp.contest"),
              contests.map(({ id, title }) => ({ value: id, label: title })),
            )}
            {choose(
              "platform",
              say("exp.platform"),
              PLATFORMS.map((value) => ({ value, label: say(`platform.${value}`) })),
            )}
            {choose(
              "origin",
              say("exp.origin"),
              ORIGINS.map((value) => ({ value, label: say(`origin.${value}`) })),
            )}
            {choose(
              "state",
              say("exp.state"),
              STATES.map((value) => ({ value, label: say(`state.${value}`) })),
            )}
          </>
        )}
        {kind === "audit" && (
          <TextInput label={say("exp.act")} description={say("exp.act_note")} value={fields.act} onChange={put("act")} maxLength={65} />
        )}
        {kind !== "evidence" && (
          <>
            <TextInput type="date" label={say("exp.from")} value={fields.from} onChange={put("from")} />
            <TextInput type="date" label={say("exp.to")} value={fields.to} onChange={put("to")} />
          </>
        )}
        {kind === "evidence" && (
          <>
            <TextInput label={say("exp.flags")} description={say("exp.numbers_note")} value={fields.flags} onChange={put("flags")} />
            <TextInput label={say("exp.cases")} value={fields.cases} onChange={put("cases")} />
            {choose(
              "reason",
              say("exp.reason"),
              REASONS.map((value) => ({ value, label: say(`passport.reason_${value}`) })),
              false,
            )}
          </>
        )}
      </div>
      <div role="status">
        {told && (
          <p>
            <b>{say(kind === "evidence" ? "exp.items" : "exp.rows", { n: write.number(told.rows) })}</b>{" "}
            {told.needsApproval && say("exp.needs_second", { n: write.number(offer?.aloneUpTo ?? 0) })}
          </p>
        )}
        {refused !== null && <p>{wordsOf(new ApiProblem({ status: 422, code: refused, context: { freeAt: list.freeAt } }))}</p>}
      </div>
      {estimate.isError && <Failed problem={estimate.error} sentence={wordsOf(estimate.error)} />}
      {offer && (
        <p className={style.quiet}>
          {say(kind === "evidence" ? "exp.alone_items" : "exp.alone_rows", { n: write.number(offer.aloneUpTo) })}{" "}
          {say("exp.left", { ekspor: write.number(offer.exportsLeft), baris: write.number(offer.rowsLeft), waktu: write.moment(list.freeAt) })}
        </p>
      )}
      {problem !== null && <Failed problem={problem} sentence={wordsOf(problem)} />}
      <div className={style.acts}>
        <Button loading={busy} disabled={!online || asked === null || refused !== null} onClick={() => void ask()}>
          {say("exp.ask")}
        </Button>
      </div>
      {dialog}
    </section>
  );
}
