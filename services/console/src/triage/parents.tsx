import type { FlagDetail, ParentView } from "@netra/service-api/contract";
import { IconMessageReply } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { KeyCap } from "../shell/key-cap.tsx";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { HiddenText } from "./hidden-text.tsx";
import style from "./parents.module.css";

interface Props {
  readonly flag: FlagDetail;
  readonly whole: boolean;
  readonly onWhole: () => void;
}

/** Longer than this is shortened until somebody asks for all of it: the post itself is what is read. */
const SHORT_CHARS = 280;
const isLong = ({ text }: ParentView): boolean => text !== null && text.length > SHORT_CHARS;

/** What a post answers, passes on or quotes, before the post: authors as roles, handles covered. Where it should be there and is not, it says so. */
export function Parents({ flag, whole, onWhole }: Props) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const { parents } = flag;
  // Who asked by the key is led there, since it may stand above what is seen.
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (whole) place.current?.scrollIntoView({ block: "nearest" });
  }, [whole]);
  if (parents.length === 0) return <Missing flag={flag} />;
  return (
    <section ref={place} className={style.parents} aria-label={say("parent.title")}>
      {parents.map((parent, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was kept of a post keeps its order
        <blockquote key={at} className={style.parent}>
          <p className={style.who}>
            <IconMessageReply size={16} aria-hidden />
            <b>{say(`parent.${parent.relation}`)}</b> · {say(`parent.by.${parent.author}`)}
          </p>
          {parent.text === null ? (
            <p className={style.none}>{say("parent.no_text")}</p>
          ) : (
            <p className={style.text} dir="auto" data-short={isLong(parent) && !whole}>
              <HiddenText text={parent.text} />
            </p>
          )}
        </blockquote>
      ))}
      <p className={style.foot}>
        {parents.some(({ text }) => text !== null) && say("parent.covered")}{" "}
        {parents.some(isLong) && (
          <button type="button" className={style.more} onClick={onWhole} aria-expanded={whole} aria-keyshortcuts={shortcut("P")}>
            {say(whole ? "parent.less" : "parent.whole")} <KeyCap>P</KeyCap>
          </button>
        )}
      </p>
    </section>
  );
}

/** For a comment or a shared post the absence is told; any other post needs none. */
function Missing({ flag: { kind } }: { flag: FlagDetail }) {
  const { say } = useWords();
  if (kind !== "comment" && kind !== "share") return null;
  return (
    <p className={style.missing}>
      <IconMessageReply size={16} aria-hidden />
      {say(kind === "comment" ? "parent.missing_comment" : "parent.missing_share")}
    </p>
  );
}
