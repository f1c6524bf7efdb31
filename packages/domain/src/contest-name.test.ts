import { expect, it } from "vitest";
import { contestName } from "./contest-name.ts";

it.each([
  [{ title: "Pilbup ulang Bangka 2025", kind: "pilkada-bupati", region: "Kabupaten Bangka" }, "Pilbup ulang Bangka 2025", "Pilbup ulang Bangka 2025"],
  [{ title: undefined, kind: "pilkada-walikota", region: "Kota Pangkalpinang" }, "Pilwalkot Pangkalpinang 2029", "Mayor election Pangkalpinang 2029"],
  [{ title: undefined, kind: "pilpres", region: null }, "Pilpres 2029", "Presidential election 2029"],
  [{ title: undefined, kind: "pilkades", region: "19.06" }, "pilkades 19.06 2029", "pilkades 19.06 2029"],
])("%j is called %s", (of, id, en) => expect(contestName({ ...of, vote: "2029-11-27" })).toEqual({ id, en }));
