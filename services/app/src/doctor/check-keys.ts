import { type Checks, fail, note, ok, warn } from "./finding.ts";

export interface KeysFacts {
  readonly dir: string;
  /** Null when this user may not look. */
  readonly missing: readonly string[] | null;
  /** How many key files there are to be. */
  readonly all: number;
  /** A file that is no key, in the words of keys.ts; null when all can be read. */
  readonly damage: string | null;
  /** Paths that others may open: anybody on the machine, or the group alone. */
  readonly open: { readonly all: readonly string[]; readonly group: readonly string[] };
  /** Nobody depends on the keys yet; null when the database could not be asked. */
  readonly fresh: boolean | null;
  /** What `netra keys copied` recorded. */
  readonly copy: "none" | "other-keys" | { readonly at: Date; readonly compared: boolean };
}

const PUT_BACK = "Put back your copy of the keys directory, or set NETRA_KEYS_DIR to where it is.";

export const KEYS_CHECKS: Checks<KeysFacts> = {
  present: ({ dir, missing, all, fresh }) => {
    if (missing === null) return fail(`${dir} cannot be opened by you`, "Run npx netra doctor as the user that runs Netra.");
    if (missing.length === 0) return ok(`all ${all} are in ${dir}`);
    if (fresh === false) return fail(`missing in ${dir}: ${missing.join(", ")}; the NIPs in the database cannot be read without`, PUT_BACK);
    if (missing.length === all && fresh) return note(`there are none in ${dir} yet; the first start makes them`);
    if (missing.length === all)
      return warn(
        `there are none in ${dir}`,
        "On a new installation the first start makes them; otherwise put back your copy, or set NETRA_KEYS_DIR to where it is.",
      );
    return fail(`missing in ${dir}: ${missing.join(", ")}`, `${PUT_BACK} On a new installation the next start makes them.`);
  },
  readable: ({ damage, missing, all }) => {
    if (damage !== null) return fail(damage, PUT_BACK);
    return missing?.length === 0 ? ok(`all ${all} are whole`) : null;
  },
  rights: ({ open, missing, all }) => {
    if (open.all.length > 0) return fail(`other users of this machine may open ${open.all.join(", ")}`, `Run chmod go-rwx ${open.all.join(" ")}`);
    if (open.group.length > 0) return warn(`a group of users may open ${open.group.join(", ")}`, `Run chmod go-rwx ${open.group.join(" ")}`);
    return missing === null || missing.length === all ? null : ok("nobody else on this machine may open them");
  },
  copy: ({ copy, missing, all }) => {
    if (missing === null || missing.length === all) return null;
    const remedy = 'Copy the keys directory to another place, then run: npx netra keys copied --to "that place"';
    if (copy === "none") return warn("no copy elsewhere is on record: if this disk dies, every NIP is lost for good", remedy);
    if (copy === "other-keys") return warn("the copy on record is of other keys than these", remedy);
    return ok(`a copy elsewhere is on record since ${day(copy.at)}${copy.compared ? ", compared file by file" : ""}`);
  },
};

const day = (at: Date): string => at.toISOString().slice(0, 10);
