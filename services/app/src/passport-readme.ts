import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileForPassport } from "@netra/store";

/** Stands in passport-readme.txt where the two languages say what is in this one. */
const PLACES = { id: "{berkas}", en: "{files}" } as const;

/** The readme of a passport: what it is, how to check it, and whether originals that the office guards are in this one. */
export function passportReadme(files: readonly Pick<FileForPassport, "guarded">[], withoutFiles: boolean | undefined): string {
  const count = (why: FileForPassport["guarded"]): number => files.filter(({ guarded }) => guarded === why).length;
  const { id, en } = sayFiles({ all: files.length, citizen: count("citizen"), masked: count("masked"), withoutFiles });
  return readFileSync(join(import.meta.dirname, "passport-readme.txt"), "utf8")
    .replace(PLACES.id, id.join("\n"))
    .replace(PLACES.en, en.join("\n"));
}

interface Files {
  readonly all: number;
  readonly citizen: number;
  readonly masked: number;
  readonly withoutFiles: boolean | undefined;
}

/** Lines as long as those around them. */
function sayFiles({ all, citizen, masked, withoutFiles }: Files): { readonly id: readonly string[]; readonly en: readonly string[] } {
  const guarded = citizen + masked;
  if (all === 0) return { id: ["Dalam paspor ini tidak ada foto atau berkas."], en: ["There are no pictures or files in this passport."] };
  if (withoutFiles === true)
    return {
      id: ["Dalam paspor ini hanya ada hash dan bukti dari foto dan berkas, bukan isinya."],
      en: ["This passport holds the hashes and proofs of pictures and files, and not what is in them."],
    };
  if (guarded === 0)
    return { id: ["Semua foto dan berkas dalam paspor ini adalah aslinya."], en: ["All pictures and files in this passport are the originals."] };
  if (withoutFiles === false)
    return {
      id: [
        "DALAM PASPOR INI ASLINYA IKUT, karena diminta:",
        ...(masked > 0 ? [`- ${masked} gambar tanpa penutup, yang dapat memperlihatkan orang yang bukan pokok perkara`] : []),
        ...(citizen > 0 ? [`- ${citizen} berkas yang dikirim warga`] : []),
        "Perlihatkan hanya kepada orang yang memerlukannya.",
      ],
      en: [
        "THE ORIGINALS ARE IN THIS PASSPORT, because they were asked for:",
        ...(masked > 0
          ? [`- ${masked} ${masked === 1 ? "picture" : "pictures"} with nothing covered, which may show people whom this is not about`]
          : []),
        ...(citizen > 0 ? [`- ${citizen} ${citizen === 1 ? "file" : "files"} that a citizen sent`] : []),
        "Show them only to those who need them.",
      ],
    };
  return {
    id: [
      "Dalam paspor ini aslinya tidak ikut, hanya hash dan buktinya:",
      ...(masked > 0 ? [`- ${masked} gambar yang ditutup sebagian; gambar tertutupnya ada di sini`] : []),
      ...(citizen > 0 ? [`- ${citizen} berkas yang dikirim warga`] : []),
      "Aslinya dapat diminta dari kantor, dan dicocokkan dengan hash dalam passport.json.",
    ],
    en: [
      "Of these, this passport holds hash and proof only, not the original:",
      ...(masked > 0 ? [`- ${masked} ${masked === 1 ? "picture" : "pictures"} with regions covered; the covered picture is here`] : []),
      ...(citizen > 0 ? [`- ${citizen} ${citizen === 1 ? "file" : "files"} that a citizen sent`] : []),
      "The office has the originals: ask for them, and compare them with the hash in passport.json.",
    ],
  };
}
