import {
  AGREEMENT_WEEKS,
  type AgreementWeeks,
  agreementOf,
  can,
  conflict,
  jakartaDay,
  notFound,
  parseAddress,
  weekOf,
  weekSpan,
} from "@netra/domain";
import type { Tx } from "@netra/store";
import type { Agreement, OwnSettings, Team } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn, sees } from "../guard.ts";
import { viewInterest } from "./recusals.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** People who may sign in and work in the asker's regions, and the recusal list of the regions. Addresses are for who sets them. */
export function readTeam({ store, config }: ApiDeps, person: SignedIn): Promise<Team> {
  return store.as(actorOf(person), async (tx) => {
    const now = await tx.status.now();
    const nameOf = await regionNames(tx);
    const people = (await tx.users.list()).filter(({ active, regions }) => active && regions.some((own) => sees(person, own)));
    const mails = new Map((await tx.digests.list(people.map(({ id }) => id))).map((mail) => [mail.userId, mail]));
    const interests = (await tx.recusals.list()).filter(({ region }) => sees(person, region));
    return {
      members: people
        .map(({ id, username, name, role, regions }) => ({
          ...{ id, username, name, role },
          regions: regions.map((code) => ({ code, name: nameOf(code) })),
          address: can(person.role, "team.address") ? (mails.get(id)?.address ?? null) : null,
          digest: mails.get(id)?.wanted ?? false,
        }))
        .toSorted((left, right) => left.name.localeCompare(right.name)),
      interests: interests.map((row) => viewInterest(row, { person, now })),
      mail: config.mail,
    };
  });
}

/**
 * Sets where a member's morning mail goes. The office knows the addresses of its people, so that no link has to confirm them: what a person typed could be anybody's, and figures of the
 * office would leave the house. Whether it is sent stays the member's own choice.
 */
export function setAddress(
  { store }: ApiDeps,
  on: { readonly person: SignedIn; readonly userId: string; readonly address: string | null },
): Promise<void> {
  const { person, userId } = on;
  const address = on.address === null || on.address.trim() === "" ? null : parseAddress(on.address);
  return store.as(actorOf(person), async (tx) => {
    const member = (await tx.users.list()).find(({ id }) => id === userId);
    const region = member?.regions.find((own) => sees(person, own));
    if (!member?.active || region === undefined) throw notFound("member");
    await tx.digests.setAddress(userId, address);
    await tx.audit.append({ act: address === null ? "address.removed" : "address.set", objectType: "user", objectId: userId, region });
  });
}

/** The asker's own morning mail. */
export function readSettings({ store, config }: ApiDeps, person: SignedIn): Promise<OwnSettings> {
  return store.as(actorOf(person), (tx) => viewSettings(tx, { person, config }));
}

/** Switches the asker's own morning mail on or off. */
export function setDigest({ store, config }: ApiDeps, on: { readonly person: SignedIn; readonly on: boolean }): Promise<OwnSettings> {
  const { person } = on;
  return store.as(actorOf(person), async (tx) => {
    if (!(await tx.digests.want(on.on))) throw conflict("no-address", "No address is set: a supervisor of your region sets it under Settings, Team.");
    await tx.audit.append({ act: on.on ? "digest.on" : "digest.off", objectType: "user", objectId: person.id, region: regionOf(person) });
    return viewSettings(tx, { person, config });
  });
}

/** Switches the asker's notices of drafts of reports on or off. */
export function setReportMail({ store, config }: ApiDeps, on: { readonly person: SignedIn; readonly on: boolean }): Promise<OwnSettings> {
  const { person } = on;
  return store.as(actorOf(person), async (tx) => {
    if (!(await tx.digests.wantReports(on.on)))
      throw conflict("no-address", "No address is set: a supervisor of your region sets it under Settings, Team.");
    await tx.audit.append({ act: on.on ? "report-mail.on" : "report-mail.off", objectType: "user", objectId: person.id, region: regionOf(person) });
    return viewSettings(tx, { person, config });
  });
}

async function viewSettings(tx: Tx, { person, config }: { person: SignedIn; config: ApiDeps["config"] }): Promise<OwnSettings> {
  const [mail] = await tx.digests.list([person.id]);
  return { address: mail?.address ?? null, digest: mail?.wanted ?? false, reportMail: mail?.reports ?? false, mail: config.mail };
}

/** How two readers agree in the asker's regions, over so many full weeks before this one. */
export function readAgreement({ store }: ApiDeps, person: SignedIn, weeks: AgreementWeeks): Promise<Agreement> {
  return store.as(actorOf(person), async (tx) => {
    const now = await tx.status.now();
    const to = weekSpan(weekOf(now)).from;
    const since = (some: number): Date => new Date(to.getTime() - some * WEEK_MS);
    const [short, long] = AGREEMENT_WEEKS;
    const pairs = await tx.agreement.listPairs({ from: since(long), recentFrom: since(short), to });
    const nameOf = await regionNames(tx);
    return {
      asOf: now.toISOString(),
      from: jakartaDay(since(weeks)),
      to: jakartaDay(new Date(to.getTime() - DAY_MS)),
      cells: agreementOf(
        pairs.filter(({ region }) => sees(person, region)),
        weeks,
      ).map(({ region, contest, figures }) => ({ region, regionName: nameOf(region), contestId: contest, figures })),
    };
  });
}

async function regionNames(tx: Tx): Promise<(code: string) => string> {
  const names = new Map((await tx.status.listRegions()).map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? code;
}
