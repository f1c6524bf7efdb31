import { Table, Tabs } from "@mantine/core";
import type { TermQuality } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Empty, Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./rules.module.css";
import { getQuality } from "./rules-api.ts";
import { RulesFrame } from "./rules-frame.tsx";

type Row = TermQuality["rows"][number];

/** How terms and rules fare with readers: counts, share with its interval, and how flags that hold them ended. */
export default function TermsPage() {
  const { say } = useWords();
  const [kind, setKind] = useState<Row["kind"]>("term");
  const quality = useQuery({ queryKey: ["rules", "terms"], queryFn: getQuality });
  const rows = quality.data?.rows ?? [];
  return (
    <RulesFrame>
      <p className={style.lead}>{say("quality.lead")}</p>
      {quality.isPending && <Waiting rows={4} />}
      {quality.isError && <Failed problem={quality.error} onRetry={() => void quality.refetch()} />}
      {quality.data !== undefined && rows.length === 0 && <Empty>{say("quality.none")}</Empty>}
      {rows.length > 0 && (
        <Tabs value={kind} onChange={(next) => setKind(next === "rule" ? "rule" : "term")} variant="pills" keepMounted={false}>
          <Tabs.List aria-label={say("rules.part_terms")}>
            <Tabs.Tab value="term">{say("quality.terms")}</Tabs.Tab>
            <Tabs.Tab value="rule">{say("quality.rules")}</Tabs.Tab>
          </Tabs.List>
          {(["term", "rule"] as const).map((one) => (
            <Tabs.Panel key={one} value={one} className={style.panel ?? ""}>
              <QualityTable rows={rows.filter((row) => row.kind === one)} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </RulesFrame>
  );
}

const percent = (share: number): number => Math.round(share * 100);

function QualityTable({ rows }: { rows: readonly Row[] }) {
  const { say, format } = useWords();
  const share = ({ precision }: Row): string => {
    if (precision === null || !precision.enough) return say("quality.not_enough");
    return say("quality.share", { n: percent(precision.share), a: percent(precision.low), b: percent(precision.high) });
  };
  return (
    <Table className={style.table ?? ""}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{say("quality.name")}</Table.Th>
          <Table.Th scope="col">{say("quality.verdicts")}</Table.Th>
          <Table.Th scope="col">{say("quality.precision")}</Table.Th>
          <Table.Th scope="col">{say("quality.ended")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={`${row.lexicon} ${row.name}`}>
            <Table.Th scope="row">
              {row.name}
              {row.lexicon !== "" && <span className={style.under}>{row.lexicon}</span>}
            </Table.Th>
            <Table.Td>
              {format.number(row.fits)}, {format.number(row.unfit)}
            </Table.Td>
            <Table.Td>{share(row)}</Table.Td>
            <Table.Td>
              {format.number(row.notPartisan)}, {format.number(row.escalated)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
