import { NativeSelect } from "@mantine/core";
import type { OverviewRegions } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";

type Region = OverviewRegions["regions"][number];

const STALE_MS = 5 * 60_000;

/** The regions that whoever is signed in may ask figures of: their own and those within them. Until the answer is there, their own. */
export function useRegions(): readonly Region[] {
  const { regions } = useMe();
  const answer = useQuery({
    queryKey: ["regions"],
    queryFn: () => call<OverviewRegions>("GET", "/api/overview/regions"),
    staleTime: STALE_MS,
  });
  return answer.data?.regions ?? regions.map((region) => ({ ...region, accounts: true }));
}

/** Whether a region is one of the person's own or lies within one. */
export function useCovers(): (code: string) => boolean {
  const { regions } = useMe();
  return (code) => regions.some((own) => own.code === "ID" || code === own.code || code.startsWith(`${own.code}.`));
}

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
}

/** A region to ask figures of; one without any account says so. */
export function RegionSelect({ label, value, onChange }: Props) {
  const { say } = useWords();
  const regions = useRegions();
  return (
    <NativeSelect
      label={label}
      value={value}
      data={regions.map(({ code, name, accounts }) => ({
        value: code,
        label: accounts ? `${name} (${code})` : say("region.without", { nama: `${name} (${code})` }),
      }))}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
