import type { RegistryAccount } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import shell from "../shell/states.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { OpenPerson } from "./open-person.tsx";
import style from "./registry.module.css";
import { readAccount } from "./registry-api.ts";
import { RevokeLink } from "./revoke-link.tsx";

/** One account: whose, since when, under which handles, and what the link rests on. */
export default function AccountPage() {
  const { say } = useWords();
  const { account: id = "" } = useParams();
  const account = useQuery({ queryKey: ["registry", "account", id], queryFn: () => readAccount(id) });
  const missing = account.error instanceof ApiProblem && (account.error.status === 404 || account.error.status === 400);
  return (
    <div className={shell.page}>
      <p>
        <Link to="/registry">{say("reg.back")}</Link>
      </p>
      <PageTitle>{account.data === undefined ? say("reg.account") : `${say(`platform.${account.data.platform}`)} ${account.data.handle}`}</PageTitle>
      {account.isPending && <Waiting rows={4} />}
      {missing && <Empty>{say("reg.account_unknown")}</Empty>}
      {account.isError && !missing && <Failed problem={account.error} onRetry={() => void account.refetch()} />}
      {account.data !== undefined && <Parts account={account.data} />}
    </div>
  );
}

function Parts({ account }: { account: RegistryAccount }) {
  const { say, format } = useWords();
  const { may } = useMe();
  return (
    <div className={style.columns}>
      <section className={style.card}>
        <h2>{account.person.initials}</h2>
        <OpenPerson personId={account.person.id} />
        <dl className={style.facts}>
          <div>
            <dt>{say("facts.link")}</dt>
            <dd>{say(account.revoked ? "reg.revoked" : `link.${account.link}`)}</dd>
          </div>
          <div>
            <dt>{say("reg.link_source")}</dt>
            <dd>{account.linkSource}</dd>
          </div>
          <div>
            <dt>{say("reg.linked_at")}</dt>
            <dd>{format.day(account.linkedAt)}</dd>
          </div>
          {account.expiresAt !== null && (
            <div>
              <dt>{say("reg.expires_at")}</dt>
              <dd>{format.longMoment(account.expiresAt)}</dd>
            </div>
          )}
          {account.revokedAt !== null && (
            <div>
              <dt>{say("reg.revoked_at")}</dt>
              <dd>{format.longMoment(account.revokedAt)}</dd>
            </div>
          )}
          <div>
            <dt>{say("reg.state")}</dt>
            <dd>{say(`reg.state.${account.state}`)}</dd>
          </div>
          <div>
            <dt>{say("reg.flags_title")}</dt>
            <dd>{say("reg.flags_value", { n: format.number(account.flags), terbuka: format.number(account.openFlags) })}</dd>
          </div>
        </dl>
      </section>
      <section className={style.card}>
        <h2>{say("reg.handles")}</h2>
        <ul className={style.lines}>
          {account.handles.map((period) => (
            <li key={period.from}>
              <bdi>{period.handle}</bdi>
              <span className={style.small}>
                {period.to === null
                  ? say("reg.handle_since", { tgl: format.day(period.from) })
                  : say("reg.handle_span", { dari: format.day(period.from), sampai: format.day(period.to) })}
                {" · "}
                {say(`reg.known_by.${period.knownBy}`)}
                {period.evidence !== null && `: ${period.evidence}`}
              </span>
            </li>
          ))}
        </ul>
        <h2>{say("reg.evidence")}</h2>
        <ul className={style.lines}>
          {account.evidence.length === 0 && <li className={style.small}>{say("reg.evidence_none")}</li>}
          {account.evidence.map((one) => (
            <li key={`${one.kind} ${one.at} ${one.source}`}>
              {say(`reg.attribute.${one.kind}`)}
              <span className={style.small}>{[one.source, format.day(one.at), one.by].filter((part) => part !== null).join(" · ")}</span>
            </li>
          ))}
        </ul>
      </section>
      {may("link.revoke") && !account.revoked && <RevokeLink account={account} />}
    </div>
  );
}
