/** Parameters that go together so closely that the data know a combination of them, and little or nothing of each. */
import type { NamedArray } from "../array.js";
import { elementDraws } from "../modes.js";
import { elementsOf } from "../summary.js";
import type { Finding } from "./diagnosis.js";
import { type Evidence, meanAndSd, type Scalar, shown } from "./evidence.js";

/** Share of a parameter's variance that others explain: 0.99 is a ridge ten times as long as wide. */
const Dependent = 0.99;
/** Of its prior's standard deviation: by itself the parameter is then hardly known. */
const Unknown = 0.2;
const MostParameters = 40;
/** The first halves of chains are left out, in case that they are still on their way. */
const Settled = 0.5;
/** A ridge that the sampler copes with is no problem unless the data say nothing along it. */
const Trouble = ["tree-depth", "r-hat", "low-ess", "divergences", "separate-chains"];

export function dependence(evidence: Evidence): Finding | undefined {
  const { stats, warnings, prior, improper = [], tied = [] } = evidence;
  const free = evidence.scalars.filter(({ variable }) => !tied.includes(variable));
  const scalars = free.sort((a, b) => a.row.ess_bulk - b.row.ess_bulk).slice(0, MostParameters);
  const troubled = warnings.some(({ code }) => Trouble.includes(code));
  const standard = scalars.map((scalar) => standardWithinChains(scalar, stats.chains, stats.draws));
  if (scalars.length === 0 || stats.draws < 2 * scalars.length) return undefined;
  const explained = explainedShares(standard);
  const worst = explained.indexOf(Math.max(...explained));
  if (scalars.length < 2 || !(explained[worst]! > Dependent)) return driftAlone(scalars, improper);
  const scalar = scalars[worst]!;
  const partners = standard
    .map((values, k) => ({ scalar: scalars[k]!, r: k === worst ? 0 : product(values, standard[worst]!) }))
    .sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
  const together = [scalar, ...partners.filter(({ r }, k) => k === 0 || (k < 3 && Math.abs(r) > 0.3)).map((each) => each.scalar)];
  const names = listed(together.map(({ label }) => label));
  const seen = `(${(100 * explained[worst]!).toFixed(3).replace(/0+$/, "").replace(/\.$/, "")} % of the variance of ${scalar.label} is explained by the others)`;
  const unknown = together.slice(0, 2).every(({ label, variable, row }) => {
    const spread = improper.includes(variable) ? (troubled ? 0 : Infinity) : priorSpread(prior, variable, label);
    return row.sd > Unknown * spread;
  });
  if (unknown) return notIdentified(scalar, names, seen);
  if (!troubled) return undefined;
  return {
    code: "strong-correlation",
    variable: scalar.label,
    message: `${names} go together almost exactly ${seen}.`,
    remedy: 'Centre or rescale predictors, write the model in their combinations, or sample with metric: "dense".',
  };
}

function notIdentified({ label }: Scalar, names: string, seen: string): Finding {
  return {
    code: "not-identified",
    variable: label,
    message: `The data know only a combination of ${names} ${seen}, and each of them as widely spread as its prior lets it.`,
    remedy: "Leave one out, fix one, tie them by a constraint (`zeroSum`), or give them priors that say what is known of each.",
  };
}

/** A flat prior, and chains that do not settle: nothing holds the parameter. */
function driftAlone(scalars: readonly Scalar[], improper: readonly string[]): Finding | undefined {
  const free = scalars.filter(({ variable, row }) => improper.includes(variable) && row.r_hat > 1.05 && row.ess_bulk < 100);
  const [worst] = free.sort((a, b) => b.row.r_hat - a.row.r_hat);
  if (worst === undefined) return undefined;
  const { label, row } = worst;
  return {
    code: "not-identified",
    variable: label,
    message: `${label} has a flat prior, and its chains do not settle (sd ${shown(row.sd)}, R-hat ${row.r_hat.toFixed(2)}): the data may not hold it, and then it has no posterior.`,
    remedy: "Give it a proper prior, however wide; or leave it out, if nothing observed depends on it.",
  };
}

function standardWithinChains({ values }: Scalar, chains: number, draws: number): Float64Array {
  const from = Math.floor(Settled * draws);
  const kept = draws - from;
  const out = new Float64Array(chains * kept);
  for (let chain = 0; chain < chains; chain++) {
    const own = values.subarray(chain * draws + from, (chain + 1) * draws);
    const { mean } = meanAndSd(own);
    for (let i = 0; i < kept; i++) out[chain * kept + i] = own[i]! - mean;
  }
  const length = Math.sqrt(out.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? out.map((value) => value / length) : out;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Of each unit vector the squared length that the others span: 1 - 1 / (inverse of the correlations)_ii, by Gauss and Jordan. */
function explainedShares(vectors: readonly Float64Array[]): number[] {
  const size = vectors.length;
  const rows = vectors.map((a, i) =>
    Float64Array.from({ length: 2 * size }, (_, j) => {
      if (j >= size) return j - size === i ? 1 : 0;
      return i === j ? 1 + 1e-10 : product(a, vectors[j]!);
    }),
  );
  for (let k = 0; k < size; k++) {
    const pivot = rows.slice(k).reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i + k : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const by = rows[k]![k]!;
    rows[k] = rows[k]!.map((value) => value / by);
    for (let i = 0; i < size; i++) {
      const factor = rows[i]![k]!;
      if (i === k || factor === 0) continue;
      for (let j = 0; j < 2 * size; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return rows.map((row, i) => 1 - 1 / row[size + i]!);
}

/** Half of what the central 68 % of prior draws span: a normal's standard deviation, and finite where there is none. */
function priorSpread(prior: Readonly<Record<string, NamedArray>> | undefined, variable: string, label: string): number {
  const array = prior?.[variable];
  if (array === undefined) return Infinity;
  const element = elementsOf(variable, array).findIndex((each) => each.label === label);
  if (element < 0) return Infinity;
  const sorted = elementDraws(array, element).sort();
  return (sorted[Math.floor(0.84 * sorted.length)]! - sorted[Math.floor(0.16 * sorted.length)]!) / 2;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
