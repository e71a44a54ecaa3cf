/** The options of `sample`: one table has the defaults, the docs and the checks. */
import { WasmcmcError } from "../errors.js";
import { type Until, untilOf } from "./until.js";

export interface SampleOptions {
  /** Number of chains. */
  readonly chains?: number;
  /** Iterations of adaptation before the draws, for each chain. */
  readonly warmup?: number;
  /** Draws kept, for each chain; with `until` the most. */
  readonly draws?: number;
  /**
   * Stops at a precision, `until: { ess: 400, rhat: 1.01 }`, looked at after fixed numbers of draws: the fit is that of as many draws,
   * to the last bit, with or without workers.
   */
  readonly until?: Until;
  /** Integer from 0 to 2^53 - 1. Drawn and recorded when absent. */
  readonly seed?: number;
  /** Acceptance rate that the step size is adapted to. */
  readonly targetAccept?: number;
  /** A trajectory has at most 2^maxTreeDepth - 1 leapfrog steps. */
  readonly maxTreeDepth?: number;
  /** Mass matrix: diagonal from draws and gradients, diagonal from draws alone, or dense from draws. */
  readonly metric?: "diag" | "diag-draws" | "dense";
  /** Keeps the iterations of warm-up as well, with their statistics: `fit.warmup`. */
  readonly keepWarmup?: boolean;
  /** Starting values by parameter name, in the constrained space; they replace those of the model. */
  readonly init?: Readonly<Record<string, number | ArrayLike<number>>>;
  /** Half-width of the uniform noise added to each chain's unconstrained start; 0 is off. */
  readonly jitter?: number;
  /** Threads: "auto" keeps small fits on the calling thread, false keeps all there, a number sets how many. */
  readonly workers?: "auto" | boolean | number;
  /** Address of the worker's script, for bundlers that do not find it by themselves. */
  readonly workerUrl?: string | URL;
  /** Stops the run; the draws made so far are kept. */
  readonly signal?: AbortSignal;
}

/** What a run was done with: every option that decides the draws. */
export interface Settings {
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly seed: number;
  readonly targetAccept: number;
  readonly maxTreeDepth: number;
  readonly metric: "diag" | "diag-draws" | "dense";
  readonly jitter: number;
  readonly until?: Until;
}

interface Row {
  readonly name: Exclude<keyof Settings, "until">;
  readonly fallback: () => number | string;
  readonly allowed: string;
  readonly accepts: (value: unknown) => boolean;
}

const integer = (least: number, most: number) => (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

const table: readonly Row[] = [
  { name: "chains", fallback: () => 4, allowed: "an integer from 1 to 2047", accepts: integer(1, 2047) },
  { name: "warmup", fallback: () => 1000, allowed: "an integer from 0", accepts: integer(0, 2 ** 31) },
  { name: "draws", fallback: () => 1000, allowed: "an integer from 1", accepts: integer(1, 2 ** 31) },
  { name: "seed", fallback: drawnSeed, allowed: "an integer from 0 to 2^53 - 1", accepts: integer(0, Number.MAX_SAFE_INTEGER) },
  {
    name: "targetAccept",
    fallback: () => 0.8,
    allowed: "a number between 0 and 1",
    accepts: (value) => typeof value === "number" && value > 0 && value < 1,
  },
  { name: "maxTreeDepth", fallback: () => 10, allowed: "an integer from 1 to 20", accepts: integer(1, 20) },
  {
    name: "metric",
    fallback: () => "diag",
    allowed: '"diag", "diag-draws" or "dense"',
    accepts: (value) => value === "diag" || value === "diag-draws" || value === "dense",
  },
  {
    name: "jitter",
    fallback: () => 1,
    allowed: "a number from 0 to 100",
    accepts: (value) => typeof value === "number" && value >= 0 && value <= 100,
  },
];

const others: readonly string[] = ["until", "init", "keepWarmup", "workers", "workerUrl", "signal"];

/** The settings that options give; throws a typed error that names the option, its value and what is allowed. */
export function settingsOf(options: SampleOptions): Settings {
  const known = [...table.map(({ name }) => name as string), ...others];
  for (const name of Object.keys(options)) {
    if (!known.includes(name))
      bad(
        name,
        (options as Record<string, unknown>)[name],
        `sample has no option "${name}".`,
        `The options are ${known.join(", ")}.`,
      );
  }
  const { workers, keepWarmup = false } = options;
  if (typeof keepWarmup !== "boolean")
    bad("keepWarmup", keepWarmup, `The option keepWarmup is ${show(keepWarmup)}.`, "It takes true or false.");
  if (workers !== undefined && workers !== "auto" && typeof workers !== "boolean" && !integer(0, 256)(workers)) {
    bad("workers", workers, `The option workers is ${show(workers)}.`, 'It takes "auto", true, false, or a number of threads.');
  }
  const settings: Record<string, unknown> = {};
  for (const { name, fallback, allowed, accepts } of table) {
    const value = options[name] ?? fallback();
    if (!accepts(value)) bad(name, value, `The option ${name} is ${show(value)}.`, `It takes ${allowed}.`);
    settings[name] = value;
  }
  if (options.until !== undefined) settings["until"] = untilOf(options.until, settings["chains"] as number);
  return settings as unknown as Settings;
}

function bad(variable: string, value: unknown, problem: string, remedy: string): never {
  throw new WasmcmcError({ code: "bad-option", problem, remedy, variable, value });
}

function show(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}

/** 53 random bits from the host; recorded with the results, so that the run can be repeated. */
export function drawnSeed(): number {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2)) as unknown as [number, number];
  return (high >>> 11) * 2 ** 32 + low;
}
