import type { IntakeDetail } from "@netra/service-api/contract";
import { IconUser, IconUserOff } from "@tabler/icons-react";
import { HiddenText } from "../triage/hidden-text.tsx";
import { useWords } from "../words/words.tsx";
import { AddressCheck } from "./address-check.tsx";
import captureView from "./capture-view.module.css";
import intakeList from "./intake-list.module.css";

/** What the sender filled in, the words first: that is what is compared with the picture. Text of strangers is only ever text. */
export function Fields({ capture }: { capture: IntakeDetail }) {
  const { say, format } = useWords();
  const AccountIcon = capture.registered ? IconUser : IconUserOff;
  const seen = [
    format.longMoment(capture.seenAt),
    say(`visibility.${capture.visibility}`),
    ...(capture.officeAccount ? [say("intake.office_account")] : []),
  ];
  return (
    <section className={captureView.section} aria-labelledby="panel-title">
      <h2 id="panel-title" tabIndex={-1} className={captureView.panelTitle}>
        {say("intake.fields")}
      </h2>
      <div>
        <h3 className={captureView.label}>{say("cap.text")}</h3>
        {capture.text.trim() === "" ? (
          <p className={captureView.quiet}>{say("intake.no_text")}</p>
        ) : (
          <p className={captureView.words} dir="auto">
            <HiddenText text={capture.text} />
          </p>
        )}
      </div>
      <dl className={captureView.fields}>
        <div>
          <dt>{say("intake.account")}</dt>
          <dd>
            <bdi className={captureView.handle}>{capture.handle}</bdi>
            <span className={intakeList.state}>
              <AccountIcon size={16} stroke={1.75} aria-hidden />
              {say(capture.registered ? "intake.registered_note" : "intake.unregistered_note")}
            </span>
          </dd>
        </div>
        <div>
          <dt>{say("intake.uploader")}</dt>
          <dd>{say(`cap.uploader_${capture.uploader}`)}</dd>
        </div>
        <div>
          <dt>{say("intake.address")}</dt>
          <dd>
            {capture.url === null ? <span className={captureView.quiet}>{say("intake.no_address")}</span> : <Address url={capture.url} />}
            {capture.url !== null && <AddressCheck capture={capture} />}
          </dd>
        </div>
        <div>
          <dt>{say("intake.seen")}</dt>
          <dd>{seen.join(" · ")}</dd>
        </div>
        {capture.seenHow.trim() !== "" && (
          <div>
            <dt>{say("intake.seen_how")}</dt>
            <dd>
              <HiddenText text={capture.seenHow} />
            </dd>
          </div>
        )}
        <Parent capture={capture} />
      </dl>
    </section>
  );
}

/** What a comment answers; for other kinds only when something was given. */
function Parent({ capture }: { capture: IntakeDetail }) {
  const { say } = useWords();
  const empty = capture.parentUrl === null && capture.parentText.trim() === "";
  if (empty && capture.kind !== "comment") return null;
  return (
    <div>
      <dt>{say("intake.parent")}</dt>
      <dd>
        {empty && <span className={captureView.quiet}>{say("intake.no_parent")}</span>}
        {capture.parentText.trim() !== "" && (
          <p className={captureView.parent} dir="auto">
            <HiddenText text={capture.parentText} />
          </p>
        )}
        {capture.parentUrl !== null && <Address url={capture.parentUrl} />}
      </dd>
    </div>
  );
}

/** An address as text, and a link of its own to a tab that learns nothing of us. */
function Address({ url }: { url: string }) {
  const { say } = useWords();
  return (
    <>
      <span className={captureView.address}>
        <HiddenText text={url} />
      </span>
      {/^https?:\/\//i.test(url) && (
        <a href={url} target="_blank" rel="noopener noreferrer nofollow" className={captureView.link} title={say("intake.address_note")}>
          {say("source.open")}
        </a>
      )}
    </>
  );
}
