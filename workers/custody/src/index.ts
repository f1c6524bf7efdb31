export { type CustodyDeps, createKeepHouse } from "./keep-house.ts";
