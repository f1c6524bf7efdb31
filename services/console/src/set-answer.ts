import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** Keeps what an act answered as what stands. A look that was under way is given up: it may have been answered before the act, and would bring the old back. */
export function setAnswer(client: QueryClient, queryKey: QueryKey, answer: object): void {
  void client.cancelQueries({ queryKey, exact: true });
  client.setQueryData(queryKey, answer);
}
