import type { FlagDetail } from "@netra/service-api/contract";
import { IconChevronRight, IconFingerprint, IconGitMerge, IconHistory, IconListDetails, IconUserSquare } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import { FlagGroupPart, useGroup, useGroupNote } from "../cases/flag-group.tsx";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import { AccountContext } from "./account-context.tsx";
import { Facts, useEmployment } from "./facts.tsx";
import { downloadPassport } from "./flag-api.ts";
import style from "./folds.module.css";
import { History } from "./history.tsx";
import { PassportExport } from "./passport-export.tsx";

interface FoldProps {
  readonly icon: ComponentType<{ size: number; stroke: number; "aria-hidden": true }>;
  readonly title: string;
  readonly note: string;
  readonly children: ReactNode;
}

function Fold({ icon: Icon, title, note, children }: FoldProps) {
  return (
    <details className={style.fold}>
      <summary>
        <Icon size={18} stroke={1.75} aria-hidden />
        <b>{title}</b> <span>{note}</span>
        <IconChevronRight size={18} aria-hidden className={style.chevron} />
      </summary>
      <div className={style.foldBody}>{children}</div>
    </details>
  );
}

/** After the reading: facts, the account, fingerprints and earlier decisions, folded so that the signals stay in sight. */
export function Folds({ flag, postedDay }: { flag: FlagDetail; postedDay: string }) {
  const { say } = useWords();
  const me = useMe();
  const employment = useEmployment(flag);
  const group = useGroup(flag.id);
  const groupNote = useGroupNote(group.data?.group);
  return (
    <div className={style.folds}>
      <Fold
        icon={IconListDetails}
        title={say("facts.title", { tgl: postedDay })}
        note={[flag.facts.roleClass, employment].filter((part) => part !== null).join(", ")}
      >
        <Facts flag={flag} />
      </Fold>
      {flag.account !== null && (
        <Fold icon={IconUserSquare} title={say("account.title")} note={say("account.summary", { n: flag.account.postsRead })}>
          <AccountContext account={flag.account} link={say(`link.${flag.facts.link}`)} />
        </Fold>
      )}
      <Fold icon={IconFingerprint} title={say("evidence.title")} note={say("evidence.note")}>
        <Evidence flag={flag} />
      </Fold>
      {group.isSuccess && (flag.state === "escalated" || group.data.group !== null) && (
        <Fold icon={IconGitMerge} title={say("group.title")} note={groupNote}>
          <FlagGroupPart flagId={flag.id} mayBegin={flag.state === "escalated"} />
        </Fold>
      )}
      <Fold icon={IconHistory} title={say("history.title")} note={flag.decisions.length === 0 ? say("history.empty") : String(flag.decisions.length)}>
        <History flag={flag} />
        {me.may("passport.export") && <PassportExport files={flag.files} make={(asked) => downloadPassport(flag.id, asked)} />}
      </Fold>
    </div>
  );
}

/** Everything an outsider needs to check: what was fetched, and by which words and which contest it was read. */
function Evidence({ flag }: { flag: FlagDetail }) {
  const { say, format } = useWords();
  const { machine } = flag;
  const rows = [
    ...flag.versions.map((version) => ({
      name: say("evidence.version", { n: version.seq }),
      hash: version.sha256,
      note: `${format.bytes(version.bytes)}${version.pinned ? `, ${say("evidence.pinned")}` : ""}`,
    })),
    ...flag.files.map((file, at) => ({ name: say("evidence.file", { i: at + 1 }), hash: file.sha256, note: format.bytes(file.bytes) })),
    ...(machine === null
      ? []
      : [
          { name: say("evidence.pack", { nama: machine.pack.id, n: machine.pack.version }), hash: machine.pack.hash, note: "" },
          { name: say("evidence.contest", { n: machine.contest.version }), hash: machine.contest.hash, note: "" },
        ]),
  ];
  return (
    <dl className={style.hashes}>
      {rows.map((row) => (
        <div key={`${row.name}${row.hash}`}>
          <dt>
            {row.name} <span>{row.note}</span>
          </dt>
          <dd>{row.hash}</dd>
        </div>
      ))}
    </dl>
  );
}
