import type { AlikeFlag, FlagDetail } from "@netra/service-api/contract";
import { IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Failed, Waiting } from "../shell/states.tsx";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./alike.module.css";
import { DiffText } from "./diff-text.tsx";
import { listAlike } from "./flag-api.ts";
import parts from "./flag-parts.module.css";
import { SeenEnd } from "./seen-end.tsx";
import { flaggedOf } from "./versions.tsx";
import type { OwnWork } from "./work.ts";

interface Props {
  readonly flag: FlagDetail;
  readonly own: OwnWork;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** After the reading: each of them beside this text, by the words that differ; ticked ones are closed with this flag. Nothing is ticked by itself. */
export function Alike({ flag, own: { work, change }, open, onToggle }: Props) {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const heading = useRef<HTMLElement>(null);
  const query = useQuery({ queryKey: ["alike", flag.id, flag.state], queryFn: () => listAlike(flag.id), enabled: open, staleTime: 10_000 });
  const others = query.data?.flags ?? [];
  const decides = flag.lease?.mine === true && flag.readerNo === 1;
  const free = others.flatMap((other) => (other.may.ok && other.flag !== null ? [{ ...other, id: other.flag.id }] : []));
  const fit = free.filter(({ apart }) => apart.length === 0).map(({ id }) => id);

  // By its key: the way leads there, and Tab goes on from there.
  useEffect(() => {
    if (open) heading.current?.focus();
  }, [open]);
  const tick = (ids: readonly string[]) => change({ together: ids });
  const see = (id: string) => change((old) => (old.seenAlike.includes(id) ? {} : { seenAlike: [...old.seenAlike, id] }));

  return (
    <details className={style.alike} open={open} onToggle={(event) => event.currentTarget.open !== open && onToggle()}>
      <summary ref={heading} aria-keyshortcuts={shortcut("L")}>
        <IconCopy size={18} stroke={1.75} aria-hidden />
        <b>{say("alike.title", { n: flag.alike })}</b> <span>{say("alike.note")}</span>
      </summary>
      <div className={style.body}>
        {query.isPending && open && <Waiting rows={2} />}
        {query.isError && <Failed problem={query.error} onRetry={() => void query.refetch()} />}
        {query.data !== undefined && (
          <>
            <p className={parts.small}>{say(others.length === 0 ? "alike.none" : "alike.legend")}</p>
            {decides && free.length > 0 && (
              <div className={style.acts}>
                {fit.length > 0 && (
                  <button type="button" className={style.act} onClick={() => tick([...new Set([...work.together, ...fit])])}>
                    {say("alike.tick_fit", { n: fit.length })}
                  </button>
                )}
                {work.together.length > 0 && (
                  <button type="button" className={style.act} onClick={() => tick([])}>
                    {say("alike.untick")}
                  </button>
                )}
              </div>
            )}
            <ul className={style.list}>
              {others.map((other, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: those in other hands have no name; the order of an answer is fixed
                <li key={at} className={style.item}>
                  {decides && other.may.ok && other.flag !== null ? (
                    <label className={style.head}>
                      <input
                        type="checkbox"
                        checked={work.together.includes(other.flag.id)}
                        aria-label={say("alike.tick", { nomor: other.flag.number })}
                        onChange={({ currentTarget }) =>
                          tick(currentTarget.checked ? [...work.together, other.flag?.id ?? ""] : work.together.filter((id) => id !== other.flag?.id))
                        }
                      />
                      <Head other={other} />
                    </label>
                  ) : (
                    <p className={style.head}>
                      <Head other={other} />
                    </p>
                  )}
                  <DiffText before={flaggedOf(flag).text} after={other.text} />
                  {other.flag !== null && other.may.ok && <SeenEnd onSeen={() => see(other.flag?.id ?? "")} />}
                  {decides && other.may.ok && other.apart.length > 0 && (
                    <p className={parts.small}>{say("alike.apart", { sebab: other.apart.map((why) => say(`alike.apart.${why}`)).join(", ") })}</p>
                  )}
                </li>
              ))}
            </ul>
            {query.data.more && <p className={parts.small}>{say("alike.more", { n: format.number(others.length) })}</p>}
          </>
        )}
      </div>
    </details>
  );
}

/** Which it is, without whose: number, letter of the account, day, role, and where it stands. */
function Head({ other }: { other: AlikeFlag }) {
  const { say, format } = useWords();
  const { decided } = other;
  const stands =
    decided === null
      ? say(`alike.${other.state}`)
      : [say(`state.${decided.state}`), decided.outcome && say(`outcome.${decided.outcome}`)].filter(Boolean).join(", ");
  return (
    <>
      {other.flag !== null && <b className={style.number}>{other.flag.number}</b>}
      <span>{say("alike.account", { huruf: other.account })}</span>
      <span>{other.timeKnown ? format.moment(other.postedAt) : say("time.unknown")}</span>
      {other.roleClass !== null && <span>{other.roleClass}</span>}
      <span className={style.stands}>{stands}</span>
    </>
  );
}
