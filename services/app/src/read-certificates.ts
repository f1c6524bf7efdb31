import { readFileSync } from "node:fs";
import { invalid } from "@netra/domain";

/** A file of certificates in PEM. Throws invalid `certificates-unreadable`. */
export function readCertificates(path: string): string {
  try {
    const pem = readFileSync(path, "utf8");
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
  throw invalid(
    "certificates-unreadable",
    `${path} cannot be read, or holds no certificate in PEM: name the file of the time stamp authority's certificates.`,
  );
}
