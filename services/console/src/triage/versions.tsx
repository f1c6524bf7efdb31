import { Tabs } from "@mantine/core";
import type { FlagDetail, SignalView, VersionView } from "@netra/service-api/contract";
import { KeyCap } from "../shell/key-cap.tsx";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { DiffView } from "./diff-view.tsx";
import parts from "./flag-parts.module.css";
import { PostText } from "./post-text.tsx";
import style from "./versions.module.css";

interface Props {
  readonly flag: FlagDetail;
  /** A version's id, or `diff`. */
  readonly shown: string;
  readonly onShow: (shown: string) => void;
  readonly lit: number | null;
  readonly onLight: (n: number | null) => void;
}

const NONE: readonly SignalView[] = [];

/** The version that raised the flag first; later ones and the difference in tabs of their own. Signals belong to the flagged text only. */
export function Versions({ flag, shown, onShow, lit, onLight }: Props) {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const flagged = flaggedOf(flag);
  const signals = flag.machine?.signals ?? NONE;
  const latest = latestOf(flag);
  const title = (version: VersionView): string => {
    if (version.flagged) return say("version.flagged", { n: version.seq });
    return version.editedAt === null
      ? say("version.other", { n: version.seq })
      : say("version.edited", { n: version.seq, jam: format.clock(version.editedAt) });
  };
  const body = (version: VersionView) => (
    <>
      <PostText text={version.text} mediaFrom={version.mediaFrom} signals={version.flagged ? signals : NONE} lit={lit} onLight={onLight} />
      {version.textAltered && <p className={parts.small}>{say("version.altered")}</p>}
    </>
  );

  if (latest === null)
    return (
      <div className={style.single}>
        <p className={style.captured}>{say("version.captured", { jam: format.longMoment(flagged.capturedAt) })}</p>
        {body(flagged)}
      </div>
    );
  return (
    <Tabs
      value={shown}
      onChange={(next) => next !== null && onShow(next)}
      variant="pills"
      keepMounted={false}
      classNames={{ list: style.versionList ?? "", tab: style.version ?? "" }}
    >
      <Tabs.List aria-label={say("version.label")}>
        {flag.versions.map((version) => (
          <Tabs.Tab key={version.id} value={version.id}>
            {title(version)}
          </Tabs.Tab>
        ))}
        <Tabs.Tab value="diff" aria-keyshortcuts={shortcut("V")}>
          {say("version.diff")} <KeyCap>V</KeyCap>
        </Tabs.Tab>
      </Tabs.List>
      {flag.versions.map((version) => (
        <Tabs.Panel key={version.id} value={version.id}>
          <p className={style.captured}>{say("version.captured", { jam: format.longMoment(version.capturedAt) })}</p>
          {body(version)}
        </Tabs.Panel>
      ))}
      <Tabs.Panel value="diff">
        <DiffView {...inOrder(flagged, latest)} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The version that raised the flag; the first one should the answer name none. */
export function flaggedOf(flag: FlagDetail): VersionView {
  const version = flag.versions.find((one) => one.flagged) ?? flag.versions[0];
  if (version === undefined) throw new Error("A flag has at least the version that raised it.");
  return version;
}

/** The newest other version, or null when there was never an edit. */
export const latestOf = (flag: FlagDetail): VersionView | null => flag.versions.findLast((version) => version.id !== flaggedOf(flag).id) ?? null;

/** Two versions as before and after, whichever of them raised the flag. */
export const inOrder = (a: VersionView, b: VersionView): { before: VersionView; after: VersionView } =>
  a.seq < b.seq ? { before: a, after: b } : { before: b, after: a };
