import type { IntakeDetail } from "@netra/service-api/contract";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import pieces from "../shell/pieces.module.css";
import { useKeys } from "../shell/use-keys.tsx";
import { useActWords } from "../triage/flag-words.tsx";
import { useWords } from "../words/words.tsx";
import { CaptureFiles } from "./capture-files.tsx";
import { Duplicates, EarlierLooks } from "./earlier.tsx";
import { Fields } from "./fields.tsx";
import style from "./intake.module.css";
import { CaptureStateWord } from "./intake-words.tsx";
import { LookPanel } from "./look-panel.tsx";
import { SealedReporter } from "./sealed-reporter.tsx";
import { useLookForm } from "./use-intake.ts";

interface Props {
  readonly capture: IntakeDetail;
  readonly onBack: () => void;
  readonly onNext: () => void;
  readonly onReload: () => Promise<unknown>;
}

/** Files on one side, entries and the look on the other, so that both are in sight; one under the other on a phone. */
export function CaptureView({ capture, onBack, onNext, onReload }: Props) {
  const { say, format } = useWords();
  const act = useActWords();
  const { form, change } = useLookForm(capture.id);
  const [loaded, setLoaded] = useState(false);
  const open = capture.state === "waiting" && capture.mayLook.ok;

  useKeys([capture.fileList.length > 0 && !loaded && { keys: "m", label: say("keys.files"), group: "look", act: () => setLoaded(true) }]);

  return (
    <div className={style.columns}>
      <article className={style.article} aria-labelledby="capture-number">
        <header className={style.head}>
          <button type="button" className={`${pieces.back} ${style.back}`} onClick={onBack} aria-label={say("triage.back")}>
            <IconArrowLeft size={20} aria-hidden />
          </button>
          <h1 id="capture-number" className={style.number}>
            {capture.receiptNo}
          </h1>
          <span className={style.act}>{act(capture)}</span>
          <CaptureStateWord row={capture} />
        </header>
        <p className={style.received}>
          {say("intake.received", { jam: format.longMoment(capture.receivedAt), nama: say("intake.by", { nama: capture.by }) })} ·{" "}
          {say(`origin.${capture.origin}`)}
        </p>
        <CaptureFiles
          capture={capture}
          loaded={loaded}
          onLoad={() => setLoaded(true)}
          masks={open ? form.masks : null}
          onMask={(fileId, rects) => change({ masks: { ...form.masks, [fileId]: rects } })}
        />
      </article>
      <aside className={style.panel} aria-labelledby="panel-title">
        <Fields capture={capture} />
        <Duplicates capture={capture} />
        <EarlierLooks capture={capture} />
        {capture.reporterSealed && <SealedReporter captureId={capture.id} />}
        <LookPanel capture={capture} open={open} form={form} change={change} onNext={onNext} onReload={onReload} />
      </aside>
    </div>
  );
}
