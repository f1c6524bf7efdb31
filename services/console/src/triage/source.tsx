import type { FlagDetail } from "@netra/service-api/contract";
import { IconLinkOff } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useWords } from "../words/words.tsx";
import parts from "./flag-parts.module.css";
import { HiddenText } from "./hidden-text.tsx";
import style from "./source.module.css";

/** A source that cannot be found any more: said plainly, and what it does not mean. */
export function SourceNote({ flag }: { flag: FlagDetail }) {
  const { say, format } = useWords();
  if (flag.source !== "gone" && flag.source !== "suspect_gone") return null;
  return (
    <p className={parts.note}>
      <IconLinkOff size={18} aria-hidden />
      <span>
        <b>{say(`source.${flag.source}`)}.</b> {flag.sourceCheckedAt !== null && say("source.checked", { jam: format.moment(flag.sourceCheckedAt) })}{" "}
        {say("source.gone_note")}
      </span>
    </p>
  );
}

/** The address of the source, shown on demand: it usually names the account, so it stays closed until the reading is saved. Opens in a tab that learns nothing of us. */
export function SourceAddress({ flag }: { flag: FlagDetail }) {
  const { say } = useWords();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    link.current?.focus();
  }, []);
  const safe = flag.url !== null && /^https?:\/\//i.test(flag.url) ? flag.url : null;
  return (
    <section className={parts.card} aria-label={say("source.address")}>
      <h2>{say("source.address")}</h2>
      {flag.url === null ? (
        <p>{say(flag.myReading === null ? "read.first" : "source.no_address")}</p>
      ) : (
        <>
          <p className={style.address}>
            <HiddenText text={flag.url} />
          </p>
          <p className={parts.small}>{say("source.address_note")}</p>
          {safe !== null && (
            <a ref={link} href={safe} target="_blank" rel="noopener noreferrer nofollow">
              {say("source.open")}
            </a>
          )}
        </>
      )}
    </section>
  );
}
