import type { IntakeDetail, Look } from "@netra/service-api/contract";

/** A second look as a client sends it: evidence, unless said otherwise. */
export const lookOf = (changes: Partial<Look> = {}): Look => ({ act: "evidence", note: "", mediaText: "", masks: [], ...changes });

/** Another person takes what was sent as evidence, over HTTP. `post` throws what is refused, or the caller looks at the answer. */
export const lookAt = <Answer = IntakeDetail>(
  post: (path: string, body: Look) => Promise<Answer>,
  captureId: string,
  changes: Partial<Look> = {},
): Promise<Answer> => post(`/api/intake/${captureId}/look`, lookOf(changes));
