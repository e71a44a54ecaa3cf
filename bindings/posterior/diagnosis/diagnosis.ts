/** A diagnosis: what is wrong with draws, worst first, causes before their symptoms. */
import type { WarningCode } from "../warnings.js";

export type ProblemCode =
  | WarningCode
  | "stuck-chain"
  | "drifting"
  | "low-bfmi"
  | "strong-correlation"
  | "at-bound"
  | "prior-data-conflict";

export interface Problem {
  readonly code: ProblemCode;
  /** The quantity in which it is worst, as labelled in the summary. */
  readonly variable?: string | undefined;
  /** What was seen. */
  readonly message: string;
  /** What to try. */
  readonly remedy: string;
  /** What else was seen that this explains. */
  readonly symptoms: readonly Problem[];
}

export class Diagnosis {
  constructor(
    /** Worst first; a problem that another explains is among that one's symptoms. */
    readonly problems: readonly Problem[],
  ) {}

  get healthy(): boolean {
    return this.problems.length === 0;
  }

  /** One sentence. */
  get verdict(): string {
    const [first] = this.problems;
    if (first === undefined) return "No problem was found: the draws may be used.";
    const rest = this.problems.length - 1;
    const more = rest === 0 ? "" : ` There ${rest === 1 ? "is 1 other problem" : `are ${rest} other problems`}.`;
    return `${first.message}${more}`;
  }

  toString(): string {
    if (this.healthy) return this.verdict;
    return this.problems
      .map(({ message, remedy, symptoms }, place) => {
        const also = symptoms.map((symptom) => `\n   It explains: ${symptom.message}`).join("");
        return `${place + 1}. ${message}\n   Try: ${remedy}${also}`;
      })
      .join("\n");
  }
}

/** For each code, the codes that it explains where both were found; earlier codes are worse. */
const causes: readonly (readonly [ProblemCode, readonly ProblemCode[]])[] = [
  ["not-finite", ["r-hat", "low-ess"]],
  ["label-switching", ["separate-chains", "r-hat", "low-ess", "strong-correlation", "low-bfmi"]],
  ["stuck-chain", ["separate-chains", "drifting", "divergences", "r-hat", "low-ess", "low-bfmi", "tree-depth"]],
  ["drifting", ["r-hat", "low-ess", "low-bfmi", "strong-correlation", "tree-depth", "divergences", "separate-chains"]],
  ["strong-correlation", ["separate-chains", "tree-depth", "r-hat", "low-ess"]],
  ["separate-chains", ["divergences", "r-hat", "low-ess", "low-bfmi", "tree-depth"]],
  ["divergences", ["low-bfmi", "r-hat", "low-ess", "tree-depth", "strong-correlation"]],
  ["low-bfmi", ["r-hat", "low-ess", "tree-depth"]],
  ["tree-depth", ["r-hat", "low-ess"]],
  ["r-hat", ["low-ess"]],
  ["low-ess", ["r-hat"]],
  ["at-bound", []],
  ["prior-data-conflict", []],
];

/** Puts causes first, and what they explain under them. Of too few draws nothing but their number can be told. */
export function ordered(found: readonly Omit<Problem, "symptoms">[], tooFew = false): Diagnosis {
  const inOrder = tooFew
    ? [...causes.filter(([code]) => code !== "r-hat"), ...causes.filter(([code]) => code === "r-hat")]
    : causes;
  const explained = new Set<Omit<Problem, "symptoms">>();
  const problems: Problem[] = [];
  for (const [code, symptomCodes] of inOrder) {
    for (const cause of found.filter((problem) => problem.code === code && !explained.has(problem))) {
      const symptoms = found.filter((problem) => symptomCodes.includes(problem.code) && !explained.has(problem));
      for (const symptom of symptoms) explained.add(symptom);
      problems.push({ ...cause, symptoms: symptoms.map((symptom) => ({ ...symptom, symptoms: [] })) });
    }
  }
  return new Diagnosis(problems);
}
