import type { EmploymentKind, LinkConfidence, Platform } from "@netra/domain";
import { mayBePolled } from "@netra/domain";
import type { RegisterRow } from "@netra/store";
import { AGENCIES, type DemoPerson, PEOPLE } from "./people.ts";

const LINK_SOURCES: Readonly<Record<LinkConfidence, string>> = {
  declared: "contoh: formulir pernyataan akun",
  agency_verified: "contoh: surat verifikasi instansi 005/CONTOH",
  inferred: "contoh: kemiripan nama dan foto pada kiriman warga, belum dipastikan",
};

/** The sequence number that no office issues: no real person can have one of these numbers. */
const NEVER_ISSUED = "000";

/** Digits 9 to 14 of a number: month of appointment for a PNS, year and contract code for a PPPK. Source: Perka BKN 22/2007 and 43/2007. */
const appointment = (kind: EmploymentKind, since: string): string => (kind === "pns" ? since.replace("-", "") : `${since.slice(0, 4)}21`);

const nipOf = (person: DemoPerson): string | null =>
  person.kind === "non_asn" ? null : `${person.born}${appointment(person.kind, person.since)}${person.sex}${NEVER_ISSUED}`;

/** The register of the demo: one row an account, as an agency would hand it in. */
export const DEMO_REGISTER: readonly RegisterRow[] = PEOPLE.flatMap((person) => {
  const agency = AGENCIES[person.agency];
  return person.platforms.map((platform) => ({
    nip: nipOf(person),
    name: person.name,
    employmentKind: person.kind,
    agency: agency.name,
    agencyRegion: agency.region,
    unit: null,
    position: person.position,
    roleClass: person.roleClass,
    from: `${person.since}-01`,
    platform,
    handle: person.handle,
    link: person.link,
    linkSource: LINK_SOURCES[person.link],
  }));
});

/** An account that posts, and for whom: null for one that takes no side. */
export interface DemoVoice {
  readonly handle: string;
  readonly platform: Platform;
  readonly speaksFor: number | null;
}

/** The accounts that post, in the register's order. An inferred link is never polled, so nobody would see what it posts. */
export const VOICES: readonly DemoVoice[] = PEOPLE.filter(({ link }) => mayBePolled(link)).flatMap(({ handle, platforms, speaksFor }) =>
  platforms.map((platform, index) => ({ handle, platform, speaksFor: index === 0 ? speaksFor : null })),
);
