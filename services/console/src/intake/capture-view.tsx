import type { IntakeDetail } from "@netra/service-api/contract";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import pieces from "../shell/pieces.module.css";
import { useKeys } from "../shell/use-keys.tsx";
import { useActWords } from "../triage/flag-words.tsx";
import { useWords } from "../words/words.tsx";
import { CaptureFiles } from "./capture-files.tsx";
import captureView from "./capture-view.module.css";
import { Duplicates, EarlierLooks } from "./earlier.tsx";
import { Fields } from "./fields.tsx";
import intakeList from "./intake-list.module.css";
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
    <div className={captureView.columns}>
      <article className={captureView.article} aria-labelledby="capture-number">
        <header className={captureView.head}>
          <button type="button" className={`${pieces.back} ${captureView.back}`} onClick={onBack} aria-label={say("triage.back")}>
            <IconArrowLeft size={20} aria-hidden />
          </button>
          <h1 id="capture-number" className={intakeList.number}>
            {capture.receiptNo}
          </h1>
          <span className={captureView.act}>{act(capture)}</span>
          <CaptureStateWord row={capture} />
        </header>
        <p className={captureView.received}>
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
      <aside className={captureView.panel} aria-labelledby="panel-title">
        <Fields capture={capture} />
        <Duplicates capture={capture} />
        <EarlierLooks capture={capture} />
        {capture.reporterSealed && <SealedReporter captureId={capture.id} />}
        <LookPanel capture={capture} open={open} form={form} change={change} onNext={onNext} onReload={onReload} />
      </aside>
    </div>
  );
}
