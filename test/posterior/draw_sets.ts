/** The draws behind the ArviZ fixtures, the same bits as test/oracle/arviz_summary.py makes: +, -, *, / and floor only. */
import { readFileSync } from "node:fs";
import type { ScalarDraws } from "../../bindings/posterior/statistics/scalar_draws.js";

export interface DrawSpec {
  readonly name: string;
  readonly chains: number;
  readonly draws: number;
  readonly seed: number;
  readonly noise: "normal" | "uniform" | "ratio" | "modes" | "none";
  /** Coefficient of the autoregression. */
  readonly phi: number;
  readonly scale: number;
  /** Added to each chain in turn. */
  readonly shifts: readonly number[];
  /** Rounded down. */
  readonly whole: boolean;
  readonly replace: readonly (readonly [place: number, value: string])[];
}

/** Numerical Recipes' 32-bit generator; a normal variate is near enough a sum of twelve uniforms. */
export class Generator {
  constructor(private state: number) {}

  uniform(): number {
    this.state = (Math.imul(1664525, this.state) + 1013904223) >>> 0;
    return (this.state + 0.5) / 2 ** 32;
  }

  normal(): number {
    let total = -6;
    for (let i = 0; i < 12; i++) total += this.uniform();
    return total;
  }

  noise(kind: DrawSpec["noise"]): number {
    if (kind === "normal") return this.normal();
    if (kind === "uniform") return this.uniform();
    if (kind === "none") return 0;
    if (kind === "modes") return (this.uniform() < 0.5 ? -3 : 3) + this.normal();
    const top = this.normal();
    return top / this.normal();
  }
}

export function drawsOf(spec: DrawSpec): ScalarDraws {
  const { chains, draws, phi, scale, shifts } = spec;
  const generator = new Generator(spec.seed);
  const values = new Float64Array(chains * draws);
  for (let chain = 0; chain < chains; chain++) {
    let state = 0;
    const shift = shifts[chain % shifts.length]!;
    for (let draw = 0; draw < draws; draw++) {
      state = phi * state + generator.noise(spec.noise);
      const value = shift + scale * state;
      values[chain * draws + draw] = spec.whole ? Math.floor(value) : value;
    }
  }
  for (const [place, value] of spec.replace) values[place] = Number(value);
  return { values, chains, draws };
}

/** A specification with the fixtures' defaults. */
export function drawSpec(given: Partial<DrawSpec>): DrawSpec {
  const defaults = {
    name: "draws",
    chains: 4,
    draws: 1000,
    seed: 1,
    noise: "normal",
    phi: 0,
    scale: 1,
    shifts: [0],
    whole: false,
  } as const;
  return { ...defaults, replace: [], ...given };
}

/** NaN and infinities are strings in JSON. */
export type Stored = number | "NaN" | "Infinity" | "-Infinity";

export interface DrawCase {
  readonly spec: DrawSpec;
  readonly first: Stored;
  readonly last: Stored;
  readonly summary: readonly Stored[];
  readonly ess?: Readonly<Record<string, Stored>>;
  readonly rhat?: Readonly<Record<string, Stored>>;
  readonly mcse?: Readonly<Record<string, Stored>>;
  readonly hdi?: Readonly<Record<string, readonly Stored[]>>;
  readonly autocovariance?: readonly Stored[];
}

export interface TableCase {
  readonly name: string;
  readonly variables: Readonly<Record<string, TableVariable>>;
  readonly labels: readonly string[];
  readonly rows: readonly (readonly Stored[])[];
  readonly text: string;
}

export interface TableVariable {
  readonly elements: readonly DrawSpec[];
  readonly shape: readonly number[];
  readonly dims: readonly string[];
  readonly coords: Readonly<Record<string, readonly (string | number)[]>>;
}

export interface SummaryFixture {
  readonly normal_quantile: readonly (readonly [number, number])[];
  readonly cases: readonly DrawCase[];
  readonly tables: readonly TableCase[];
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

export const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/arviz_summary.json", import.meta.url), "utf8"),
) as SummaryFixture;

/** A description of the first disagreement beyond `tolerance`, relative to the larger of the expected value and `scale`; or "". */
export function disagreement(name: string, found: number, stored: Stored, tolerance: number, scale = 0): string {
  const expected = Number(stored);
  if (Object.is(found, expected) || found === expected) return "";
  const error = Math.abs(found - expected) / Math.max(Math.abs(expected), scale);
  return error <= tolerance ? "" : `${name}: ${found} instead of ${expected} (relative error ${error})`;
}
