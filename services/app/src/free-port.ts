import { once } from "node:events";
import { createServer } from "node:net";
import { DomainError } from "@netra/domain";

/** What the console answers on. */
type Address = { readonly host: string; readonly port: number };

/** The same error, or unavailable `port-taken` with the setting's name where another program has the port. */
export function explainTaken(error: unknown, { port }: Address): unknown {
  if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") return error;
  const remedy = `Port ${port} is taken by another program: stop it, or choose another with NETRA_PORT=${port + 1}.`;
  return new DomainError("unavailable", "port-taken", remedy, { cause: error });
}

/** Refuses a port that another program has, before minutes are spent on the rest. Throws unavailable `port-taken`. */
export async function requireFreePort(address: Address): Promise<void> {
  const server = createServer();
  try {
    server.listen(address.port, address.host);
    await once(server, "listening");
  } catch (error) {
    throw explainTaken(error, address);
  }
  server.close();
  await once(server, "close");
}
