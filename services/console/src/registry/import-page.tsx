import { Button, FileInput, NativeSelect } from "@mantine/core";
import type { ImportQuery, RegisterImport } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { ImportPreview } from "./import-preview.tsx";
import style from "./registry.module.css";
import { importRegister } from "./registry-api.ts";
import { RegistryFrame } from "./registry-frame.tsx";

const KINDS = ["people", "accounts", "agencies"] as const satisfies readonly ImportQuery["kind"][];

/** A file of the register: looked at row by row, then saved whole or not at all. */
export default function ImportPage() {
  const { say, format } = useWords();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [kind, setKind] = useState<ImportQuery["kind"]>("people");
  const [file, setFile] = useState<File | null>(null);
  const [looked, setLooked] = useState<RegisterImport | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const send = async (confirms: string | null) => {
    if (file === null) return;
    setBusy(true);
    setProblem(null);
    try {
      const outcome = await importRegister(file, { kind, confirms });
      setLooked(outcome);
      if (!outcome.saved) return;
      setFile(null);
      announce(say("reg.import_saved"));
      await client.invalidateQueries({ queryKey: ["registry"] });
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.code === "preview-changed") setLooked(null);
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setLooked(null);
    setProblem(null);
  };
  const ready = looked !== null && !looked.saved && looked.problems.length === 0 && looked.added + looked.changed > 0;
  return (
    <RegistryFrame>
      <section className={style.card}>
        <p>{say("reg.import_lead")}</p>
        <div className={style.search}>
          <NativeSelect
            label={say("reg.import_kind")}
            value={kind}
            data={KINDS.map((one) => ({ value: one, label: say(`reg.import_kind.${one}`) }))}
            onChange={(event) => {
              setKind(event.currentTarget.value as ImportQuery["kind"]);
              setLooked(null);
            }}
          />
          <FileInput
            label={say("reg.import_file")}
            placeholder={say("reg.import_pick")}
            value={file}
            accept=".xlsx,.csv,text/csv"
            onChange={choose}
          />
          <Button variant={ready ? "default" : "filled"} disabled={file === null} loading={busy} onClick={() => void send(null)}>
            {say("reg.import_look")}
          </Button>
        </div>
        {problem !== null && <Failed problem={problem} sentence={say(wordsOf(problem))} />}
      </section>
      {looked !== null && <ImportPreview looked={looked} />}
      {ready && (
        <div>
          <Button loading={busy} onClick={() => void send(looked.digest)}>
            {say("reg.import_save", { n: format.number(looked.added + looked.changed) })}
          </Button>
        </div>
      )}
    </RegistryFrame>
  );
}

const WORDS = {
  "preview-changed": "reg.import_changed",
  "import-busy": "reg.import_busy",
  "import-too-long": "reg.import_too_long",
} as const;
type Told = (typeof WORDS)[keyof typeof WORDS] | "reg.import_refused";

function wordsOf(problem: unknown): Told {
  return (problem instanceof ApiProblem && (WORDS as Readonly<Record<string, Told>>)[problem.code]) || "reg.import_refused";
}
