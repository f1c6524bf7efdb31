import type { AccountView } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./facts.module.css";
import parts from "./flag-parts.module.css";

/**
 * What is known of the account, after the reading: for judging the link and whether the post is usual for it. Counts of other posts, never the outcome of one, and nothing that could
 * rank a person.
 */
export function AccountContext({ account, link }: { account: AccountView; link: string }) {
  const { say, sayData, format } = useWords();
  const on = (day: string): string => format.day(`${day}T05:00:00Z`);
  return (
    <>
      <dl className={style.facts}>
        <div>
          <dt>{say("account.link")}</dt>
          <dd>
            {link}, {say("account.linked", { tgl: format.day(account.linkedAt) })}
            {account.evidence.length === 0 && <small>{say("account.evidence.none")}</small>}
            {account.evidence.map((one) => (
              <small key={one.kind}>{say("account.evidence", { jenis: sayData(`account.evidence.${one.kind}`, one.kind), tgl: on(one.on) })}</small>
            ))}
          </dd>
        </div>
        <div>
          <dt>{say("account.state")}</dt>
          <dd>{say(`account.state.${account.state}`)}</dd>
        </div>
        <div>
          <dt>{say("account.handles")}</dt>
          <dd>{say("account.handles_value", { n: format.number(account.handleChanges) })}</dd>
        </div>
        <div>
          <dt>{say("account.read")}</dt>
          <dd>
            {say("account.read_value", {
              n: format.number(account.postsRead),
              m: format.number(account.flagged),
              k: format.number(account.notPartisan),
            })}
          </dd>
        </div>
        <div>
          <dt>{say("account.around")}</dt>
          <dd>
            {say("account.around_value", {
              a: format.number(account.postsBefore),
              b: format.number(account.postsOn),
              c: format.number(account.postsAfter),
            })}
          </dd>
        </div>
      </dl>
      <p className={parts.small}>{say("account.note")}</p>
    </>
  );
}
