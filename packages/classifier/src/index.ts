export { checkRulePack, EXAMPLE_CONTEST, fillExample } from "./check-pack.ts";
export type { Classification, ClassifierInput, Contribution, Signal, Stance } from "./classification.ts";
export { type Classifier, compile } from "./compile.ts";
export { ballotName, type Candidate, type CandidateAlias, type Contest, ContestError, checkContest, parseContest } from "./contest.ts";
export { describeProblem, type Problem } from "./read-yaml.ts";
export { type Lexicon, type PackExample, type PackRule, parseRulePack, type RulePack, RulePackError, type Term } from "./rule-pack.ts";
export { isWatched, jakartaDay, possibleForms, type Stage, stageAt } from "./stage.ts";
export { MAX_MATCHED_LENGTH } from "./tokenize.ts";
