/** Why a cell was not taken, and what to do about it. Never quotes the cell. */
export interface Refusal {
  readonly problem: string;
  readonly remedy: string;
}

export const refusal = (problem: string, remedy: string): Refusal => ({ problem, remedy });

export const isRefusal = (value: unknown): value is Refusal => typeof value === "object" && value !== null && "problem" in value && "remedy" in value;
