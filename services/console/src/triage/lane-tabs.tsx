import { Tabs } from "@mantine/core";
import type { Lane, LaneCounts } from "@netra/service-api/contract";
import type { ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import { LANES } from "./filters.ts";
import style from "./lane-tabs.module.css";

interface Props {
  readonly lane: Lane;
  readonly counts: LaneCounts | null;
  readonly onChange: (lane: Lane) => void;
  readonly children: ReactNode;
}

/** The lanes, each with its count, as real tabs; one panel, since only one lane is ever loaded. */
export function LaneTabs({ lane, counts, onChange, children }: Props) {
  const { say, format } = useWords();
  return (
    <Tabs
      value={lane}
      onChange={(next) => {
        const chosen = LANES.find((one) => one === next);
        if (chosen !== undefined) onChange(chosen);
      }}
      keepMounted={false}
      classNames={{ list: style.lanes ?? "", tab: style.lane ?? "", panel: style.panel ?? "" }}
      activateTabWithKeyboard={false}
    >
      <Tabs.List aria-label={say("lane.label")}>
        {LANES.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {say(`lane.${one}`)} <span className={style.laneCount}>{counts === null ? "" : format.number(counts[one])}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={lane}>{children}</Tabs.Panel>
    </Tabs>
  );
}
