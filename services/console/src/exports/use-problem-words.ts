import { ApiProblem } from "../api.ts";
import { useWords } from "../words/words.tsx";

/** The sentence for a problem of exports. */
export function useProblemWords(): (problem: unknown) => string {
  const { say, sayData, format } = useWords();
  return (problem) => {
    if (!(problem instanceof ApiProblem)) return say("exp.err.unexpected");
    if (problem.code === "export-quota") return say("exp.err.export-quota", { waktu: format.moment(String(problem.context.freeAt)) });
    return sayData(`exp.err.${problem.code}`, say("exp.err.unexpected"));
  };
}
