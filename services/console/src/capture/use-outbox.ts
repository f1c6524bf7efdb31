import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { flush, listParcels, onOutboxChange, type Parcel } from "./outbox.ts";

export interface Outbox {
  readonly parcels: readonly Parcel[];
  readonly send: () => void;
}

const RETRY_MS = 30_000;

/** The parcels of this person on this device, and the postman: tries at once, when the line is back, and every half minute while something waits. */
export function useOutbox(userId: string): Outbox {
  const client = useQueryClient();
  const [parcels, setParcels] = useState<readonly Parcel[]>([]);
  const send = useCallback(() => void flush(userId), [userId]);

  useEffect(() => {
    const read = () => void listParcels(userId).then(setParcels);
    const stop = onOutboxChange(() => {
      read();
      void client.invalidateQueries({ queryKey: ["captures"] });
    });
    read();
    send();
    const timer = setInterval(send, RETRY_MS);
    window.addEventListener("online", send);
    return () => {
      stop();
      clearInterval(timer);
      window.removeEventListener("online", send);
    };
  }, [userId, client, send]);
  return { parcels, send };
}
