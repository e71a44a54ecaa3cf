/** The plots that matter for a fit: joint draws, chains, energies, memberships, predictions, influential rows. */
import type { Fit } from "../fit/fit.js";
import { type NamedArray, select } from "../posterior/array.js";
import { loo } from "../posterior/comparison/loo.js";
import { plotEnergy } from "../posterior/plots/energy.js";
import { plotKhat } from "../posterior/plots/khat.js";
import { plotMembership } from "../posterior/plots/membership.js";
import { plotPair } from "../posterior/plots/pair.js";
import { plotPredictiveCheck } from "../posterior/plots/predictive_check.js";
import { plotRank } from "../posterior/plots/rank.js";
import type { References } from "../posterior/plots/references.js";
import { toSvg } from "../posterior/plots/save.js";
import { plotTrace } from "../posterior/plots/trace.js";
import type { Summary } from "../posterior/summary.js";
import { type Html, html, pictureOf } from "./html.js";

// biome-ignore lint/suspicious/noExplicitAny: fits of any model
type AnyFit = Fit<any>;

export interface FigureChoice {
  /** Names of the variables in the plots of draws; by default those with fewest numbers, up to eight numbers, least converged first. */
  readonly variables?: readonly string[];
  /** True values, drawn in red. */
  readonly references?: References;
}

/** Rows times draws up to which predictions and leave-one-out are worth their time in a report. */
const MostRowDraws = 2 ** 24;
const MostNumbers = 8;
const PredictedDraws = 50;
/** Below it, differences of R-hat are noise. */
const AgreeingRhat = 1.01;

export function figuresSection(fit: AnyFit, choice: FigureChoice, summary: Summary): Html {
  const variables = choice.variables ?? mainVariables(fit, summary);
  const references = Object.fromEntries(Object.entries(choice.references ?? {}).filter(([name]) => variables.includes(name)));
  const shown = { variables, theme: "page" } as const;
  const pictures = [
    pictureOf(
      toSvg(plotPair(fit, { ...shown, references })),
      "Draws two by two: contours enclose 20, 40, 60, 80, 94 and 99 % of them.",
    ),
    pictureOf(
      toSvg(plotTrace(fit, shown)),
      "Chains: their densities and their draws in order. Healthy chains look alike, like noise.",
    ),
    pictureOf(toSvg(plotRank(fit, shown)), "Ranks of each chain's draws among all: healthy chains have flat histograms."),
    pictureOf(
      toSvg(plotEnergy(fit, { theme: "page" })),
      "Energies and their changes: a sampler that explores well changes energy as widely as it varies.",
    ),
    ...memberships(fit),
    ...predictions(fit),
    ...influence(fit),
  ];
  return html`<section><h2>Plots</h2>${pictures}</section>`;
}

/**
 * The variables of fewest numbers first, in the model's order, as long as a pair plot can hold them. Where there are more of a size than
 * that, those whose chains agree least come first: they are what a reader must see.
 */
function mainVariables(fit: AnyFit, summary: Summary): string[] {
  const sizes = fit.names.map((name) => {
    const { shape } = fit.array(name as never);
    const size = shape.slice(2).reduce((product, length) => product * length, 1);
    const rhats = summary.rows
      .filter(({ variable }) => variable === name)
      .map(({ r_hat }) => (Number.isFinite(r_hat) ? r_hat : 0));
    return { name, size, doubt: rhats.reduce((worst, rhat) => Math.max(worst, rhat), AgreeingRhat) };
  });
  const chosen = new Set<string>();
  let count = 0;
  for (const { name, size } of [...sizes].sort((a, b) => a.size - b.size || b.doubt - a.doubt)) {
    if (count > 0 && count + size > MostNumbers) break;
    chosen.add(name);
    count += size;
  }
  return fit.names.filter((name) => chosen.has(name));
}

function memberships(fit: AnyFit): Html[] {
  const mixtures = fit.bound.compiled.observations.filter(({ mixture }) => mixture !== undefined);
  return mixtures.map(({ name }) => {
    const { probability, components } = fit.membership(name as never);
    const component = String(components[0]);
    const values = select(probability, { component }).values;
    const label = `probability of "${component}"`;
    const svg = toSvg(plotMembership(values, { theme: "page", label, logarithmic: values.length > 1000 }));
    return pictureOf(svg, `How clearly the rows of ${name} belong to "${component}" or to another component.`);
  });
}

function isAffordable(fit: AnyFit, name: string): boolean {
  const { dims } = fit.bound.compiled.observations.find((observation) => observation.name === name)!;
  const rows = dims.reduce((product, dim) => product * (fit.bound.checked.dimSizes.get(dim) ?? 1), 1);
  return rows > 1 && rows * fit.chains.length * fit.drawCount <= MostRowDraws;
}

/** Observations that can be drawn, of one number a row. */
function predictions(fit: AnyFit): Html[] {
  const layouts = fit.bound.forSimulation().compiled.simulation?.observations ?? [];
  const drawable = layouts.filter(
    ({ name, event, impossible }) => event.length === 0 && impossible === undefined && isAffordable(fit, name),
  );
  if (drawable.length === 0) return [];
  const predicted = fit.predict(undefined, { draws: Math.ceil(PredictedDraws / fit.chains.length) });
  return drawable.flatMap(({ name, observed = [] }) => {
    const values = observed[0] === undefined ? undefined : fit.bound.forSimulation().evaluator.value(observed[0]);
    if (values === undefined) return [];
    const svg = plotPredictiveCheck(
      { observed: values, predicted: (predicted as Record<string, { value: NamedArray }>)[name]!.value },
      { theme: "page", label: name },
    );
    return [pictureOf(toSvg(svg), `${name}: the data's density, and those of data drawn from the posterior.`)];
  });
}

function influence(fit: AnyFit): Html[] {
  return fit.observations
    .filter((name) => isAffordable(fit, name))
    .map((name) => {
      const svg = plotKhat(loo(fit.logLikelihood(name)), { theme: "page" });
      return pictureOf(
        toSvg(svg),
        `${name}: how much each row sways the posterior (Pareto k). Above the dashed line leave-one-out estimates do not hold for that row.`,
      );
    });
}
