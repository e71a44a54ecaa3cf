/** Files in the layouts of two versions of CmdStan, with numbers of their own. */
import { Generator } from "../draw_sets.js";

export interface CmdStanFile {
  readonly chain: number;
  readonly draws: number;
  readonly warmup: number;
  readonly saveWarmup: boolean;
  readonly thin: number;
  /** From 2.33 on, switches are words, and some defaults are written shorter. */
  readonly words: boolean;
}

const columns = [
  ...["lp__", "accept_stat__", "stepsize__", "treedepth__", "n_leapfrog__", "divergent__", "energy__", "mu"],
  ...[
    "eta.1.1",
    "eta.2.1",
    "eta.1.2",
    "eta.2.2",
    "eta.1.3",
    "eta.2.3",
    "theta.1",
    "theta.2",
    "log_lik.1",
    "log_lik.2",
    "y_hat.1",
  ],
];

function row(random: Generator): string {
  const number = () => String(Number((5 * random.normal()).toPrecision(6)));
  const stats = [number(), String(random.uniform()), "0.822968", "2", "7", random.uniform() < 0.2 ? "1" : "0", number()];
  return [...stats, ...columns.slice(7).map(number)].join(",");
}

/** CmdStan keeps the first iteration and each `thin`-th after it. */
export function cmdStanText({ chain, draws, warmup, saveWarmup, thin, words }: CmdStanFile): string {
  const random = new Generator(100 + chain);
  const flag = (value: boolean) => (words ? String(value) : value ? "1" : "0");
  const rows = (iterations: number) => Array.from({ length: Math.ceil(iterations / thin) }, () => row(random));
  return [
    "# stan_version_major = 2",
    `# stan_version_minor = ${words ? 37 : 32}`,
    "# stan_version_patch = 0",
    "# model = eight_schools_model",
    "# start_datetime = 2023-09-13 13:31:15 UTC",
    "# method = sample (Default)",
    "#   sample",
    `#     num_samples = ${draws}`,
    `#     num_warmup = ${warmup}`,
    `#     save_warmup = ${flag(saveWarmup)}${saveWarmup ? "" : " (Default)"}`,
    `#     thin = ${thin}`,
    "#     adapt",
    `#       engaged = ${flag(true)} (Default)`,
    `#       delta = ${words ? "0.8" : "0.80000000000000004"} (Default)`,
    "#     algorithm = hmc (Default)",
    "#       hmc",
    "#         engine = nuts (Default)",
    "#           nuts",
    "#             max_depth = 10 (Default)",
    "#         metric = diag_e (Default)",
    "#         metric_file =  (Default)",
    "#     num_chains = 1 (Default)",
    `# id = ${chain} (Default)`,
    "# data",
    "#   file = schools.json",
    "# random",
    `#   seed = ${676 + chain}`,
    "# stanc_version = stanc3 v2.32.2",
    "# stancflags = --filename-in-msg=schools.stan",
    columns.join(","),
    ...(saveWarmup ? rows(warmup) : []),
    "# Adaptation terminated",
    "# Step size = 0.822968",
    "# Diagonal elements of inverse mass matrix:",
    "# 0.0474631, 0.0503511",
    ...rows(draws),
    "# ",
    "#  Elapsed Time: 0.038 seconds (Warm-up)",
    "#                0.001 seconds (Sampling)",
    "#                0.039 seconds (Total)",
    "# ",
    "",
  ].join("\n");
}
