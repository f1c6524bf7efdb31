import type { CountedPage, CoveragePage, Overview } from "@netra/service-api/contract";
import { call, queryString } from "../api.ts";

/** The browser keeps the answer and asks with its ETag. */
export const getOverview = (region: string): Promise<Overview> => call("GET", `/api/overview${queryString({ region })}`);

/** Lists are asked for with the very address that the figure came with. */
const listAt =
  <Page>(path: string) =>
  (address: string, cursor: string | null): Promise<Page> =>
    call("GET", `/api/overview/${path}?${address}${cursor === null ? "" : `&cursor=${cursor}`}`);
export const listCounted = listAt<CountedPage>("flags");
export const listCoverage = listAt<CoveragePage>("accounts");
