import type { RegistryPerson } from "@netra/service-api/contract";
import { Link } from "react-router";
import { useWords } from "../words/words.tsx";
import { OpenPerson } from "./open-person.tsx";
import style from "./registry.module.css";

/** One person: initials, what they are employed as, and their accounts; the name opens with a reason. */
export function PersonCard({ person }: { person: RegistryPerson }) {
  const { say, format } = useWords();
  const about = [
    person.employment && say(`employment.${person.employment}`),
    person.roleClass,
    person.agency,
    say("reg.region", { kode: person.region }),
    person.nipEnd && say("unmask.nip", { akhir: person.nipEnd }),
  ].filter((part) => part !== null);
  return (
    <li className={style.card}>
      <div>
        <h2>{person.initials}</h2>
        <p className={style.small}>{about.join(" · ")}</p>
        {person.notCivilServant && <p className={style.note}>{say("reg.not_civil_servant")}</p>}
      </div>
      <ul className={style.accounts}>
        {person.accounts.length === 0 && <li className={style.small}>{say("reg.no_accounts")}</li>}
        {person.accounts.map((account) => (
          <li key={account.id}>
            <Link to={`/registry/accounts/${account.id}`} className={style.account ?? ""}>
              <span>
                {say(`platform.${account.platform}`)} <bdi>{account.handle}</bdi>
              </span>
              <span className={style.small}>
                {say(account.revoked ? "reg.revoked" : `link.${account.link}`)} · {say("reg.flags", { n: format.number(account.flags) })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <OpenPerson personId={person.id} />
    </li>
  );
}
