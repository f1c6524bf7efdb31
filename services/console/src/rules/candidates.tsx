import { Table } from "@mantine/core";
import type { ComparisonView } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./rules.module.css";

/** What a draft does to each candidate, in ballot order: a change that leans to one side is seen before it counts. */
export function Candidates({ figures }: { figures: NonNullable<ComparisonView["figures"]> }) {
  const { say, format } = useWords();
  const isOne = new Set(figures.candidates.map(({ contestId }) => contestId)).size === 1;
  return (
    <>
      <p className={style.small}>{say("rules.equal_note")}</p>
      <Table className={style.table ?? ""}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say("rules.candidate")}</Table.Th>
            <Table.Th scope="col">{say("rules.before_after")}</Table.Th>
            <Table.Th scope="col">{say("rules.gained")}</Table.Th>
            <Table.Th scope="col">{say("rules.lost")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.candidates.map((row) => (
            <Table.Tr key={`${row.contestId} ${row.number} ${row.name}`}>
              <Table.Th scope="row">
                {row.name === null ? say("rules.nobody") : row.number === null ? row.name : `${row.number} · ${row.name}`}
                {!isOne && <span className={style.under}>{row.contestId}</span>}
              </Table.Th>
              <Table.Td>
                {format.number(row.flaggedBefore)} → {format.number(row.flaggedAfter)}
              </Table.Td>
              <Table.Td>{format.number(row.gained)}</Table.Td>
              <Table.Td>{format.number(row.lost)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
