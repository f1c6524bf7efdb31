import { loadGuidance } from "@netra/config";
import type { Guidance } from "@netra/domain";
import { canonicalJson, sha256Hex } from "@netra/evidence";

/** The questions of an escalation from `config/guidance`, named by the hash of their canonical JSON. Throws ConfigError with line and remedy. */
export async function openGuidance(): Promise<Guidance> {
  const { questions } = loadGuidance();
  return { questions, hash: `sha256:${await sha256Hex(new TextEncoder().encode(canonicalJson({ questions })))}` };
}
