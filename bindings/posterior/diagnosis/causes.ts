/** Which problems are worse than others, what each means, and which others it explains: one cause is told once. */
import { Diagnosis, type Finding, type Problem, type ProblemCode, type Severity, type Symptom } from "./diagnosis.js";

interface Kind {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly meaning: string;
  /** What is no problem of its own where this one was found. */
  readonly explains: readonly ProblemCode[];
}

const mixing: readonly ProblemCode[] = ["r-hat", "low-ess", "slow-mixing", "too-few-draws"];
const sampler: readonly ProblemCode[] = ["low-bfmi", "tree-depth", "step-sizes", ...mixing];
const unsettled: readonly ProblemCode[] = ["drifting", "separate-chains", "divergences", "funnel", "heavy-tails", ...sampler];

/** Worst first: what has no meaning at all, chains that sample nothing, chains that disagree, the model's own geometry, precision. */
const kinds: readonly Kind[] = [
  {
    code: "not-finite",
    severity: "error",
    meaning:
      "Averages over numbers that are none are none either: nothing can be said of this quantity, or of what is made of it.",
    explains: ["constant"],
  },
  {
    code: "short-warmup",
    severity: "error",
    meaning:
      "Step size and metric are not those of this posterior yet, and the first draws still tell of the start: averages over them are biased.",
    explains: ["stuck-chain", "not-identified", "strong-correlation", "prior-data-conflict", ...unsettled],
  },
  {
    code: "stuck-chain",
    severity: "error",
    meaning: "The chain samples nothing: its draws are one place over and over, and spoil every average that they are part of.",
    explains: ["strong-correlation", "prior-data-conflict", "constant", ...unsettled],
  },
  {
    code: "label-switching",
    severity: "error",
    meaning:
      "The model is the same under another numbering of its components, and the draws have several: averages by component mix them. What has no numbering (predictions, the density) is right.",
    explains: ["separate-chains", "strong-correlation", "not-identified", "heavy-tails", "drifting", ...sampler],
  },
  {
    code: "not-identified",
    severity: "error",
    meaning:
      "Any values with the same combination fit the data alike: what the table says of each is the prior's doing, and the sampler walks along a ridge.",
    explains: ["strong-correlation", "separate-chains", "heavy-tails", "drifting", ...sampler],
  },
  {
    code: "strong-correlation",
    severity: "warning",
    meaning: "The posterior is a narrow ridge: steps as short as it is wide need long trajectories to go along it.",
    explains: ["separate-chains", "drifting", ...sampler],
  },
  {
    code: "separate-chains",
    severity: "error",
    meaning:
      "Each chain knows its own part of the posterior alone, and nothing says how much weight each part should have: averages over all chains describe none.",
    explains: ["divergences", "funnel", "drifting", "heavy-tails", ...sampler],
  },
  {
    code: "drifting",
    severity: "error",
    meaning: "Its first draws are from the way to the posterior, not from the posterior: averages over them are biased.",
    explains: ["divergences", "funnel", "heavy-tails", "prior-data-conflict", ...sampler],
  },
  {
    code: "funnel",
    severity: "warning",
    meaning:
      "No step size suits both the neck and the mouth of the funnel: the neck is not explored, so small spreads come out too rarely.",
    explains: ["divergences", "heavy-tails", ...sampler],
  },
  {
    code: "heavy-tails",
    severity: "warning",
    meaning:
      "Rare draws far out decide its mean and standard deviation, which may not even exist; long excursions make the sampler slow.",
    explains: ["divergences", ...sampler],
  },
  {
    code: "divergences",
    severity: "warning",
    meaning: "There the posterior bends more sharply than the steps can follow; draws avoid the place, and averages miss it.",
    explains: sampler,
  },
  {
    code: "low-bfmi",
    severity: "warning",
    meaning: "Energies, and with them the tails of the posterior, are explored slowly: intervals may be too narrow.",
    explains: ["tree-depth", "step-sizes", ...mixing],
  },
  {
    code: "step-sizes",
    severity: "warning",
    meaning: "Chains of one model should adapt to one step size: some have seen another part of the posterior in their warm-up.",
    explains: mixing,
  },
  {
    code: "tree-depth",
    severity: "warning",
    meaning: "Trajectories are cut before they turn round, so that draws depend on each other more than they need to.",
    explains: mixing,
  },
  {
    code: "too-few-draws",
    severity: "warning",
    meaning: "The sampler is well; there is only too little of its work to trust intervals, and the diagnostics themselves.",
    explains: ["r-hat", "low-ess", "low-bfmi", "step-sizes"],
  },
  {
    code: "slow-mixing",
    severity: "warning",
    meaning: "Successive draws are much alike, so that many of them tell as little as a few independent ones.",
    explains: ["r-hat", "low-ess"],
  },
  {
    code: "r-hat",
    severity: "warning",
    meaning: "Chains have not yet told the same story: their average may still move.",
    explains: ["low-ess"],
  },
  {
    code: "low-ess",
    severity: "warning",
    meaning: "Means and, more so, the ends of intervals have large Monte Carlo errors.",
    explains: [],
  },
  {
    code: "at-bound",
    severity: "warning",
    meaning: "The range, rather than the data, decides where the parameter is: its interval says where the edge was put.",
    explains: [],
  },
  {
    code: "prior-data-conflict",
    severity: "warning",
    meaning:
      "Prior and data contradict each other; the posterior is a compromise that neither supports, or the prior was meant otherwise.",
    explains: [],
  },
  {
    code: "one-chain",
    severity: "note",
    meaning: "Whether chains agree cannot be told: R-hat needs two at least.",
    explains: [],
  },
  {
    code: "constant",
    severity: "note",
    meaning: "It has no uncertainty; its R-hat and effective sample size mean nothing.",
    explains: [],
  },
];

/** Other words for a small effective sample size, which is told anyway. */
const restated: readonly ProblemCode[] = ["too-few-draws", "slow-mixing"];

const severities: readonly Severity[] = ["error", "warning", "note"];

const severityOf = ({ code, severity }: Finding): Severity => {
  return severity ?? (kinds.find((kind) => kind.code === code) as Kind).severity;
};
const worse = (a: Severity, b: Severity): Severity => (severities.indexOf(a) < severities.indexOf(b) ? a : b);
const asSymptom = ({ code, variable, message }: Finding): Symptom => ({ code, variable, message });

/** Puts the worst first, and what it explains under it; a cause is as severe as what comes of it. */
export function ordered(found: readonly Finding[]): Diagnosis {
  const left = new Set(found);
  const problems: Problem[] = [];
  for (const { code, severity, meaning, explains } of kinds) {
    const own = [...left].filter((finding) => finding.code === code);
    for (const finding of own) left.delete(finding);
    const symptoms = own.length === 0 ? [] : [...left].filter((finding) => explains.includes(finding.code));
    for (const symptom of symptoms) left.delete(symptom);
    for (const [place, finding] of own.entries()) {
      const told = place === 0 ? symptoms.filter((symptom) => !restated.includes(symptom.code)) : [];
      const worst = told.reduce((all, symptom) => worse(all, severityOf(symptom)), finding.severity ?? severity);
      problems.push({ ...finding, severity: worst, meaning, symptoms: told.map(asSymptom) });
    }
  }
  const rank = ({ severity }: Problem) => severities.indexOf(severity);
  return new Diagnosis(problems.sort((a, b) => rank(a) - rank(b)));
}
