import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { conflict, DomainError } from "@netra/domain";
import { KEY_FILES } from "../keys.ts";
import { differingKeys, fingerprintsIn, writeCopyRecord } from "../keys-copy.ts";

/**
 * `netra keys copied --to PLACE`: notes beside the keys that a copy of them is elsewhere, so that `netra doctor` stops warning until the keys change.
 *
 * A place that is a directory of this machine is read and compared; one on the same disk as the keys is refused. Any other place is taken at its word.
 * Gives the lines to print, with fingerprints to compare by hand.
 */
export function recordKeysCopied({ keysDir, to, now }: { readonly keysDir: string; readonly to: string; readonly now: Date }): readonly string[] {
  const fingerprints = fingerprintsIn(keysDir);
  const missing = KEY_FILES.filter((file) => !(file in fingerprints));
  if (missing.length > 0)
    throw new DomainError("not-found", "keys-missing", `${keysDir}: ${missing.join(", ")} missing, so there is nothing whole to have copied.`);
  const compared = isAbsolute(to) && statSync(to, { throwIfNoEntry: false })?.isDirectory() === true;
  if (compared) compare({ keysDir, to });
  try {
    writeCopyRecord(keysDir, { at: now, to, compared, fingerprints });
  } catch (cause) {
    throw new DomainError("unavailable", "keys-dir-closed", `${keysDir} cannot be written here: run this where it can, as the user that owns it.`, {
      cause,
    });
  }
  return [
    compared
      ? "The copy was compared file by file and is the same. Noted."
      : "Noted. The copy was not looked at: compare it with these lines (sha256sum *.key *.pem).",
    ...Object.entries(fingerprints).map(([file, sum]) => `  ${sum}  ${file}`),
  ];
}

function compare({ keysDir, to }: { readonly keysDir: string; readonly to: string }): void {
  if (statSync(to).dev === statSync(keysDir).dev)
    throw conflict(
      "copy-on-same-disk",
      `${to} is on the same disk as the keys, which would take both: copy them to another disk, or to another machine.`,
    );
  const different = differingKeys(fingerprintsIn(keysDir), fingerprintsIn(to));
  if (different.length > 0)
    throw conflict("copy-differs", `${to}: ${different.join(", ")} missing or not the same as in ${keysDir}. Copy the keys again.`);
}
