import type { Role } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import plain from "./plain.module.css";

/** Instead of a blank page: your role, and whose role can help. */
export function Denied({ role, helpers }: { role: Role; helpers: readonly Role[] }) {
  const { say } = useWords();
  const penolong = helpers.map((helper) => say(`role.${helper}`)).join(", ");
  return (
    <div className={plain.field}>
      <h2 className={plain.label}>{say("err.denied_title")}</h2>
      <p>{say("err.denied", { peran: say(`role.${role}`), penolong })}</p>
    </div>
  );
}
