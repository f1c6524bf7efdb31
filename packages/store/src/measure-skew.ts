/** Asks the database for its time. */
export type DatabaseClock = () => Promise<Date>;

/** Milliseconds that this machine is ahead of the database, at least: what the way there and back may explain is taken off. Negative when behind. */
export async function measureSkew(databaseClock: DatabaseClock): Promise<number> {
  const [asked, started] = [Date.now(), performance.now()];
  const there = (await databaseClock()).getTime();
  const tookMs = performance.now() - started;
  const ahead = asked + tookMs / 2 - there;
  return Math.sign(ahead) * Math.max(0, Math.abs(ahead) - tookMs / 2);
}
