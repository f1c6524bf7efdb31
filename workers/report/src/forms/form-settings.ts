import type { PageLanguage } from "@netra/render";

/** A letterhead as it was in force between two days, both included; `{region}` in a line stands for the report's region. */
export interface LetterheadOf {
  readonly from: string;
  readonly to?: string;
  readonly lines: Readonly<Record<PageLanguage, readonly string[]>>;
  readonly address?: readonly string[];
}

/** How tables become the spreadsheet that a superior asks for; checked against the tables that there are (`tableCatalogue`). */
export interface ColumnMapping {
  readonly id: string;
  readonly title: string;
  readonly for: string;
  readonly from: string;
  readonly source: string;
  readonly lang: PageLanguage;
  readonly edition: "internal" | "shareable";
  readonly sheets: readonly {
    readonly name: string;
    readonly above?: readonly string[];
    readonly table: string;
    readonly total?: boolean;
    readonly columns: readonly {
      readonly header: string;
      readonly take?: string;
      readonly as?: "code" | "change" | "low" | "high";
      readonly text?: string;
    }[];
  }[];
}

/** Who vouches for the files: the key that others check the signature with, and what signs. */
export interface Signer {
  readonly verifierKey: string;
  sign(text: string): Promise<string>;
}

/** What an office decides of the forms of its reports. */
export interface FormSettings {
  readonly letterheads: readonly LetterheadOf[];
  readonly columns: ColumnMapping | null;
  /** Null: the manifest is not signed. */
  readonly signer: Signer | null;
}
