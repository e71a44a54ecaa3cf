/** A diagnosis: what is wrong with draws, worst first, in words. */
import type { WarningCode } from "../warnings.js";

export type ProblemCode =
  | WarningCode
  | "stuck-chain"
  | "short-warmup"
  | "drifting"
  | "not-identified"
  | "strong-correlation"
  | "heavy-tails"
  | "funnel"
  | "low-bfmi"
  | "step-sizes"
  | "too-few-draws"
  | "slow-mixing"
  | "at-bound"
  | "prior-data-conflict"
  | "one-chain"
  | "constant";

/** "error": the draws describe nothing; "warning": with care; "note": good to know, a fit may have it and be healthy. */
export type Severity = "error" | "warning" | "note";

/** What a finding is before anything is known of its cause. */
export interface Finding {
  readonly code: ProblemCode;
  /** The quantity in which it is worst, as labelled in the summary; of "label-switching" the observation. */
  readonly variable?: string | undefined;
  /** What was seen. */
  readonly message: string;
  /** What to try. */
  readonly remedy: string;
  /** Where it is not the code's own. */
  readonly severity?: Severity;
}

/** Something else that was seen, and that a problem explains. */
export interface Symptom {
  readonly code: ProblemCode;
  readonly variable?: string | undefined;
  readonly message: string;
}

export interface Problem extends Finding {
  readonly severity: Severity;
  /** What it means for the results. */
  readonly meaning: string;
  readonly symptoms: readonly Symptom[];
}

export class Diagnosis {
  constructor(
    /** Worst first; what another problem explains is among that one's symptoms. */
    readonly problems: readonly Problem[],
  ) {}

  /** Nothing was found, or notes alone. */
  get healthy(): boolean {
    return this.problems.every(({ severity }) => severity === "note");
  }

  /** One sentence or two. */
  get verdict(): string {
    const serious = this.problems.filter(({ severity }) => severity !== "note");
    const [first] = serious;
    if (first === undefined) return "No problem was found: the draws may be used.";
    const use =
      first.severity === "error" ? "These draws should not be used as they are." : "These draws should be used with care.";
    const rest = serious.length - 1;
    const more = rest === 0 ? "" : ` (and ${rest} more ${rest === 1 ? "problem" : "problems"})`;
    const where = first.variable === undefined ? "" : ` in ${first.variable}`;
    return `${use} Worst: ${first.code}${where}${more}.`;
  }

  toString(): string {
    if (this.problems.length === 0) return this.verdict;
    const parts = this.problems.map(({ severity, message, meaning, remedy, symptoms }, place) => {
      const also = symptoms.map((symptom) => `\n   It explains: ${symptom.message}`).join("");
      return `${place + 1}. ${severity === "note" ? "Note: " : ""}${message}\n   Meaning: ${meaning}\n   Try: ${remedy}${also}`;
    });
    return [this.verdict, ...parts].join("\n");
  }
}
