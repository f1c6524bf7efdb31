import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { signOut } from "./session-api.ts";
import { forgetSession } from "./use-session.ts";

/**
 * Signing out. Only the server can end a session: while it cannot be reached the page stays, and `failed` says so, since whoever hands the device on
 * must not believe to have left. A session that had ended already counts as left.
 */
export function useLeave(): { readonly leave: () => Promise<void>; readonly failed: boolean } {
  const client = useQueryClient();
  const [failed, setFailed] = useState(false);
  const leave = async (): Promise<void> => {
    try {
      await signOut();
    } catch (problem) {
      if (!(problem instanceof ApiProblem && problem.status === 401)) return setFailed(true);
    }
    forgetSession(client);
  };
  return { leave, failed };
}
