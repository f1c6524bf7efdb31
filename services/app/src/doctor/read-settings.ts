import { type Config, ConfigError, describeConfig, type Environment, environment, loadConfig, readEnvironment } from "@netra/config";

/** Settings as far as they can be read. */
export interface SettingsRead {
  /** With the default in place of what cannot be used. */
  readonly config: Config;
  readonly problems: readonly string[];
  /** Names of settings that cannot be used. */
  readonly unusable: ReadonlySet<string>;
  /** Names that are set, as they were written. */
  readonly set: readonly string[];
  readonly known: number;
}

/** Reads every setting and goes on without those that are wrong, so that the rest can be looked at. */
export function readSettings(): SettingsRead {
  const names = describeConfig().map(({ name }) => name);
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return null;
    }
  };
  const given = environment();
  const isSet = (name: string): boolean => (given[name] ?? "").trim() !== "";
  const fromFiles = names.filter((name) => isSet(`${name}_FILE`));
  // Secrets come from files all together or not at all.
  const env = attempt(readEnvironment) ?? without(given, [...fromFiles, ...fromFiles.map((name) => `${name}_FILE`)]);
  const unread = problems.length > 0 ? fromFiles : [];
  const wrongOnes = (): string[] => problems.map((problem) => problem.split(":", 1)[0] ?? "");
  // Without one that cannot be used, another may lack it.
  const config = attempt(() => loadConfig(env)) ?? attempt(() => loadConfig(without(env, wrongOnes())));
  const wrong = wrongOnes();
  return {
    config: config ?? loadConfig(without(env, wrong)),
    problems,
    unusable: new Set([...unread, ...wrong]),
    set: names.flatMap((name) => [name, `${name}_FILE`]).filter(isSet),
    known: names.length,
  };
}

const without = (env: Environment, names: readonly string[]): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
