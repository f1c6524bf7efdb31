/** Whether work settled in time, well or not. Work that did not goes on; what becomes of it then is nobody's. Never rejects for being late; rejects as the work does. */
export async function settledWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), ms);
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}
