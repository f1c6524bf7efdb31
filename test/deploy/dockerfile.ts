import { readFileSync } from "node:fs";
import { DockerfileParser, type From, type Healthcheck, type Instruction, type JSONInstruction, type PropertyInstruction } from "dockerfile-ast";

/** One instruction of a Dockerfile. */
export interface Step {
  /** Upper case, such as COPY. */
  readonly keyword: string;
  /** From 1. */
  readonly line: number;
  /** As written, without flags, continuation marks and line ends. */
  readonly text: string;
  /** Words of the text; of the list when it is one (`["node", "x"]`). */
  readonly words: readonly string[];
  readonly isList: boolean;
  /** `--from=packages` is `{ from: "packages" }`. */
  readonly flags: Readonly<Record<string, string>>;
  /** Names and values of ENV, LABEL and ARG. */
  readonly values: Readonly<Record<string, string>>;
}

/** From one FROM to the next. */
export interface Stage {
  readonly name: string | null;
  /** Another stage's name, or an image. */
  readonly from: string;
  readonly steps: readonly Step[];
}

/** Reads a Dockerfile. Throws when it does not begin with a FROM. */
export function readDockerfile(path: string): Stage[] {
  const stages: { name: string | null; from: string; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(readFileSync(path, "utf8")).getInstructions()) {
    if (instruction.getKeyword() === "FROM") {
      const from = instruction as From;
      stages.push({ name: from.getBuildStage(), from: from.getImage() ?? "", steps: [] });
    } else {
      const stage = stages.at(-1);
      if (!stage) throw new Error(`${path}: ${instruction.getKeyword()} stands before the first FROM`);
      stage.steps.push(readStep(instruction));
    }
  }
  return stages;
}

function readStep(instruction: Instruction): Step {
  const parts = instruction as Partial<JSONInstruction & PropertyInstruction & Healthcheck>;
  const flags = Object.fromEntries((parts.getFlags?.() ?? []).map((flag) => [flag.getName(), flag.getValue() ?? ""]));
  const text = (instruction.getRawArgumentsContent() ?? "").replace(/\\\r?\n\s*/g, "");
  const list = listIn(text.replace(/^CMD\s+/, ""));
  return {
    keyword: instruction.getKeyword(),
    line: instruction.getRange().start.line + 1,
    text,
    words: list ?? instruction.getArguments().map((argument) => argument.getValue()),
    isList: list !== null,
    flags,
    values: Object.fromEntries((parts.getProperties?.() ?? []).map((property) => [property.getName(), property.getValue() ?? ""])),
  };
}

/** The list that an instruction's text is, such as `["node", "x"]`; null for shell words. */
function listIn(text: string): string[] | null {
  if (!text.startsWith("[")) return null;
  const list = JSON.parse(text) as unknown;
  if (!Array.isArray(list) || !list.every((word) => typeof word === "string")) throw new Error(`${text} is no list of words`);
  return list;
}

/** The last instruction of a kind: the one that counts. */
export const lastOf = (stage: Stage, keyword: string): Step | undefined => stage.steps.findLast((step) => step.keyword === keyword);

/** Whether a shell line names an absolute path, which in a plain folder would be this machine's own. */
export const namesAbsolutePath = (line: string): boolean => /(^|[\s"'=(<>])\//.test(line);
