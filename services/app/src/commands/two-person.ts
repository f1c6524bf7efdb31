import { TWO_PERSON_RULES } from "@netra/domain";

/** `netra two-person`: which acts the same person may do to one thing, and why; one line a pair. */
export const printTwoPersonTable = (): string[] =>
  TWO_PERSON_RULES.map(({ did, then, samePerson, reason }) =>
    [`${did} → ${then}`.padEnd(34), samePerson ? "same person: yes" : "same person: no ", reason.en].join("  "),
  );
