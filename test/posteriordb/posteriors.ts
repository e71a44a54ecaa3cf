/** All posteriors. */
import { earnings } from "./earnings.js";
import { gaussianProcesses } from "./gaussian_process.js";
import { hiddenMarkovModels } from "./hidden_markov.js";
import { kidscore } from "./kidscore.js";
import { mesquite } from "./mesquite.js";
import { mixtures } from "./mixture.js";
import type { Posterior } from "./posterior.js";
import { regressions } from "./regression.js";
import { schools } from "./schools.js";
import { timeSeries } from "./time_series.js";

export const posteriors: readonly Posterior[] = [
  ...schools,
  ...mixtures,
  ...earnings,
  ...kidscore,
  ...mesquite,
  ...regressions,
  ...timeSeries,
  ...hiddenMarkovModels,
  ...gaussianProcesses,
];
