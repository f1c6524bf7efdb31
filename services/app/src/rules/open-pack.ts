import { type Contest, parseContest, parseRulePack, type RulePack } from "@netra/classifier";
import { loadContestFile, loadRulePackFiles } from "@netra/config";

/** A pack by its id in `config/rule-packs` or by folder. Throws RulePackError or ConfigError, each with place and remedy. */
export const openPack = (idOrFolder: string): RulePack => parseRulePack(loadRulePackFiles(idOrFolder));

/** A contest by its id in `config/contests` or by the path of a YAML or JSON file. Throws ContestError or ConfigError, each with place and remedy. */
export const openContest = (idOrFile: string): Contest => parseContest(loadContestFile(idOrFile));
