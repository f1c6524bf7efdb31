import { Button, Checkbox, NativeSelect } from "@mantine/core";
import type { FlagDetail, MakePassport } from "@netra/service-api/contract";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { getVerifierKey } from "./flag-api.ts";
import style from "./passport-export.module.css";

const REASONS = ["plenary", "authority", "objection", "own_check"] as const satisfies readonly MakePassport["reason"][];

interface Props {
  /** Of the flag, or of all flags of the case. */
  readonly files: readonly Pick<FlagDetail["files"][number], "guarded">[];
  /** Has the passport made and saved. */
  readonly make: (asked: MakePassport) => Promise<void>;
}

/** Makes the passport of a flag or a case and saves it; says what is inside before, and where the page is that checks it. */
export function PassportExport({ files, make: give }: Props) {
  const { say } = useWords();
  const me = useMe();
  const announce = useAnnounce();
  const [reason, setReason] = useState<MakePassport["reason"]>(REASONS[0]);
  const [withPeople, setWithPeople] = useState(false);
  const [withoutFiles, setWithoutFiles] = useState(false);
  // May show who sent them, or bystanders: only whoever ticks this gives them away.
  const guarded = files.filter(({ guarded }) => guarded !== null);
  const whys = (["citizen", "masked"] as const).filter((why) => guarded.some(({ guarded }) => guarded === why));
  const [withOriginals, setWithOriginals] = useState(false);
  const key = useQuery({ queryKey: ["verifier-key"], queryFn: getVerifierKey, staleTime: Number.POSITIVE_INFINITY });
  const [making, setMaking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const make = async () => {
    setMaking(true);
    setProblem(null);
    try {
      await give({ reason, withPeople, ...(withoutFiles ? { withoutFiles } : withOriginals ? { withoutFiles: false } : {}) });
      announce(say("passport.made"));
    } catch (failure) {
      setProblem(failure);
    } finally {
      setMaking(false);
    }
  };
  return (
    <section className={style.passport} aria-labelledby="passport-title">
      <h2 id="passport-title">{say("passport.title")}</h2>
      <p>{say("passport.what")}</p>
      <NativeSelect
        label={say("passport.reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value as MakePassport["reason"])}
        data={REASONS.map((value) => ({ value, label: say(`passport.reason_${value}`) }))}
      />
      {me.may("passport.name") && (
        <Checkbox label={say("passport.people")} checked={withPeople} onChange={(event) => setWithPeople(event.currentTarget.checked)} />
      )}
      {files.length > 0 && (
        <Checkbox label={say("passport.without_files")} checked={withoutFiles} onChange={(event) => setWithoutFiles(event.currentTarget.checked)} />
      )}
      {guarded.length > 0 && (
        <Checkbox
          label={say("passport.originals", { n: guarded.length })}
          description={whys.map((why) => say(`passport.originals_${why}`)).join(" ")}
          checked={withOriginals && !withoutFiles}
          disabled={withoutFiles}
          onChange={(event) => setWithOriginals(event.currentTarget.checked)}
        />
      )}
      {problem !== null && <Failed problem={problem} sentence={say("passport.failed")} />}
      <div className={style.passportActs}>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={making} onClick={() => void make()}>
          {say("passport.make")}
        </Button>
        <a href="/api/passports/verify.html" download="verify.html">
          {say("passport.page")}
        </a>
      </div>
      {key.data && (
        <p className={style.passportKey}>
          {say("passport.key")} <code>{key.data.key}</code>
        </p>
      )}
    </section>
  );
}
