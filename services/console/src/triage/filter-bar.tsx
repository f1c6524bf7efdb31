import { NativeSelect } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useMe } from "../session/me.tsx";
import { useContests } from "../shell/contests.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { FILTER_VALUES, type Filters, isFiltered, withoutFilters } from "./filters.ts";
import style from "./list.module.css";

interface Props {
  readonly filters: Filters;
  readonly shown: boolean;
  readonly onToggle: () => void;
  readonly onChange: (filters: Filters) => void;
  /** What stands beside the filters. */
  readonly children: ReactNode;
}

/** Contest, region, platform, kind, origin; native selects, so that a phone shows its own list. */
export function FilterBar({ filters, shown, onToggle, onChange, children }: Props) {
  const { say } = useWords();
  const shortcut = useShortcut();
  const { contests, chosen, choose } = useContests();
  const { regions } = useMe();
  return (
    <div className={style.filters}>
      <button type="button" className={style.filterButton} aria-expanded={shown} onClick={onToggle} aria-keyshortcuts={shortcut("F")}>
        <IconFilter size={16} aria-hidden /> {say("triage.filter")} <KeyCap>F</KeyCap>
      </button>
      {shown && (
        <>
          {contests.length > 1 && (
            <Filter
              name={say("triage.filter_contest")}
              value={chosen?.id ?? null}
              options={contests.map(({ id, title }) => [id, title])}
              onChange={choose}
            />
          )}
          {regions.length > 1 && (
            <Filter
              name={say("triage.filter_region")}
              value={filters.region}
              options={regions.map(({ code, name }) => [code, name])}
              onChange={(region) => onChange({ ...filters, region })}
            />
          )}
          <Filter
            name={say("triage.filter_platform")}
            value={filters.platform}
            options={FILTER_VALUES.platform.map((value) => [value, say(`platform.${value}`)])}
            onChange={(platform) => onChange({ ...filters, platform })}
          />
          <Filter
            name={say("triage.filter_kind")}
            value={filters.kind}
            options={FILTER_VALUES.kind.map((value) => [value, say(`kind.${value}`)])}
            onChange={(kind) => onChange({ ...filters, kind })}
          />
          <Filter
            name={say("triage.filter_origin")}
            value={filters.origin}
            options={FILTER_VALUES.origin.map((value) => [value, say(`origin.${value}`)])}
            onChange={(origin) => onChange({ ...filters, origin })}
          />
        </>
      )}
      {isFiltered(filters) && (
        <button type="button" className={style.quiet} onClick={() => onChange(withoutFilters(filters))}>
          {say("triage.filter_clear")}
        </button>
      )}
      {children}
    </div>
  );
}

interface FilterProps<Value extends string> {
  readonly name: string;
  readonly value: Value | null;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value | null) => void;
}

function Filter<Value extends string>({ name, value, options, onChange }: FilterProps<Value>) {
  const { say } = useWords();
  return (
    <NativeSelect
      size="sm"
      aria-label={name}
      value={value ?? ""}
      data={[{ value: "", label: say("triage.filter_all", { nama: name }) }, ...options.map(([option, label]) => ({ value: option, label }))]}
      onChange={(event) => onChange(options.find(([option]) => option === event.currentTarget.value)?.[0] ?? null)}
    />
  );
}
