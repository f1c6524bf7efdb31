import { type Config, loadLetterheads, loadOfficeColumns } from "@netra/config";
import { importSigningKey, parseVerifierKey, signNote } from "@netra/evidence";
import { type FormSettings, type Signer, tableCatalogue } from "@netra/worker-report";
import { verifierKey } from "./checkpoints.ts";
import type { Context } from "./context.ts";

/**
 * What this office decides of the forms of its reports, and the key that vouches for them. Its files are read here and now, so that a wrong one is told at start and not on Monday
 * morning. Throws ConfigError with place and remedy.
 */
export function reportForms(context: Pick<Context, "store" | "keys"> & { readonly config: Pick<Config, "office"> }): () => Promise<FormSettings> {
  const { letterheadFile, reportColumnsFile } = context.config.office;
  const settings = { letterheads: loadLetterheads(letterheadFile), columns: loadOfficeColumns(reportColumnsFile, tableCatalogue()) };
  return async () => ({ ...settings, signer: await signerOf(context) });
}

async function signerOf(context: Pick<Context, "store" | "keys">): Promise<Signer> {
  const key = await verifierKey(context);
  const { name } = await parseVerifierKey(key);
  return { verifierKey: key, sign: async (text) => signNote({ text, name, key: await importSigningKey(context.keys.checkpoint) }) };
}
