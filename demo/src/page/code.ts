/** The program that makes what is on the screen: the model with its priors, the data as numbers, and the run with its seed. */
import { lineStarts } from "../line_starts.js";
import type { LinePoints, LinePriors, MixturePriors, Subject } from "../messages.js";

/** More rows than this would drown the model: the data is then read from a file of that form. */
const MostRows = 400;

/** What decides the draws beside model and data. */
export interface RunOptions {
  readonly draws: number;
  readonly seed: number;
}

export function codeOf(subject: Subject, { draws, seed }: RunOptions): string {
  const options = `{ chains: 4, warmup: 1000, draws: ${draws}, seed: ${seed} }`;
  return subject.kind === "line"
    ? lineCode(subject.points, subject.priors) + ending("line", options, "y")
    : mixtureCode(subject.values, subject.components, subject.priors) + ending("groups", options, "value");
}

const list = (values: Float64Array): string => `[${Array.from(values).join(", ")}]`;

const ending = (name: string, options: string, observation: string): string => `
const fit = await sample(${name}, data, ${options});
console.log(String(fit.summary()));
console.log(fit.membership("${observation}").labels.name.join(" "));
`;

function lineCode(points: LinePoints, priors: LinePriors): string {
  const { x, y, yErr, reference = 0 } = points;
  const shift = reference === 0 ? "" : `.map((value) => value - ${reference})`;
  const { slope, intercept, slopeUnit, interceptUnit } = lineStarts(points);
  const data =
    x.length <= MostRows
      ? `const data = {\n  x: ${list(x)},${reference === 0 ? "" : ` // less ${reference}`}\n  y: ${list(y)},\n  yErr: ${list(yErr)},\n};`
      : `const table = parseCsv(readFileSync("points.csv", "utf8"));\nconst data = { x: table.numbers("x")${shift}, y: table.numbers("y"), yErr: table.numbers("yErr") };`;
  const [reading, reader] = x.length <= MostRows ? ["", ""] : ['import { readFileSync } from "node:fs";\n', ", parseCsv"];
  return `${reading}import { affine, beta, halfNormal, mixture, model, normal, observe, param${reader}, sample, sqrt, sub, vector } from "wasmcmc";

${data}
const center = data.y.reduce((sum, value) => sum + value, 0) / data.y.length;

const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
  const slope = param(normal(0, ${priors.slope}), {
    constraint: affine(${slope}, ${slopeUnit}), init: ${slope},   // where chains start, and the unit of their coordinates
  });
  const intercept = param(normal(center, ${priors.intercept}), {
    constraint: affine(${intercept}, ${interceptUnit}), init: ${intercept},
  });
  const outliers = param(beta(${short(4 * priors.outliers)}, ${short(4 * (1 - priors.outliers))}));
  const spread = param(halfNormal(${priors.spread}));
  return {
    slope, intercept, outliers, spread,
    y: observe(y, mixture([sub(1, outliers), outliers], {
      line: normal(slope.mul(x).add(intercept), yErr),
      outlier: normal(center, sqrt(yErr.square().add(spread.square()))),
    })),
  };
});
`;
}

function mixtureCode(values: Float64Array, components: number, priors: MixturePriors): string {
  const data =
    values.length <= MostRows
      ? `const data = { value: ${list(values)} };`
      : 'const data = { value: parseCsv(readFileSync("values.csv", "utf8")).numbers("value") };';
  const [reading, reader] = values.length <= MostRows ? ["", ""] : ['import { readFileSync } from "node:fs";\n', ", parseCsv"];
  const numbers = Array.from({ length: components }, (_, k) => k);
  return `${reading}import { dirichlet, lognormal, mixture, model, normal, observe, ordered, param${reader}, sample, vector } from "wasmcmc";

${data}
const { length } = data.value;
const center = data.value.reduce((sum, one) => sum + one, 0) / length;
const scale = Math.sqrt(data.value.reduce((sum, one) => sum + (one - center) ** 2, 0) / (length - 1));

const groups = model({ value: vector("row") }, ({ value }) => {
  const weight = param(dirichlet([${numbers.map(() => priors.evenness).join(", ")}]));
  const mean = param(normal(center, 2 * scale), { size: ${components}, constraint: ordered() });
  const sd = param(lognormal(Math.log(${priors.width} * scale), 0.5), { size: ${components} });
  return {
    weight, mean, sd,
    value: observe(value, mixture(weight, [
${numbers.map((k) => `      normal(mean.at(${k}), sd.at(${k})),`).join("\n")}
    ])),
  };
});
`;
}

const short = (value: number): number => Number(value.toPrecision(6));
