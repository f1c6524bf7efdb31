import { IconLock } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { serverNow } from "../session/use-session.ts";
import { useWords } from "../words/words.tsx";
import style from "./lease-line.module.css";
import type { FlagWork } from "./use-flag.ts";

const RENEW_EVERY_MS = 3 * 60_000;
const SHORT_MS = 2 * 60_000;
const TICK_MS = 5_000;

/** "Diambil oleh Anda sampai 09.57": the claim lives as long as somebody works, at most one renewal in three minutes; it lapses by itself. */
export function LeaseLine({ work }: { work: FlagWork }) {
  const { say, format } = useWords();
  const lease = work.flag?.lease ?? null;
  const [now, setNow] = useState(serverNow);
  const renewed = useRef(Date.now());
  const { renew, noteLapsed } = work;
  const until = lease === null ? 0 : Date.parse(lease.until);
  const mine = lease?.mine === true;

  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (!mine) return;
    const active = () => {
      if (Date.now() - renewed.current < RENEW_EVERY_MS) return;
      renewed.current = Date.now();
      void renew();
    };
    window.addEventListener("keydown", active);
    window.addEventListener("pointerdown", active);
    return () => {
      window.removeEventListener("keydown", active);
      window.removeEventListener("pointerdown", active);
    };
  }, [mine, renew]);
  const lapsed = mine && now.getTime() > until;
  useEffect(() => {
    if (lapsed) noteLapsed();
  }, [lapsed, noteLapsed]);

  if (lease === null || lapsed) return null;
  const jam = format.clock(lease.until);
  return (
    <div className={style.lease}>
      <IconLock size={16} stroke={1.75} aria-hidden />
      <span className={mine ? style.wide : undefined}>{mine ? say("lease.mine", { jam }) : say("lease.other", { nama: lease.holder, jam })}</span>
      {mine && <span className={style.narrow}>{say("lease.mine_short", { jam })}</span>}
      {mine && until - now.getTime() < SHORT_MS && <span className={style.leaseShort}>{say("lease.short")}</span>}
    </div>
  );
}
