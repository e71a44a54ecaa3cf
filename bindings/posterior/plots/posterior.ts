/** One number's posterior: its density, an interval, a point, and how it stands to a reference or to a region of no effect. */
import * as Plot from "@observablehq/plot";
import { type IntervalChoice, type Summed, shortNumber, summed } from "./interval.js";
import { type MarginalKind, marginalMarks } from "./marginal_marks.js";
import type { PlotOptions } from "./options.js";
import { panelGrid, shownVariables } from "./panels.js";
import { type References, referencesOf } from "./references.js";
import type { Theme } from "./theme.js";
import { type DrawsSource, type VariableChoice, variablesOf } from "./variables.js";

export interface PosteriorOptions extends PlotOptions, VariableChoice, IntervalChoice {
  /** Default "kde". */
  readonly kind?: MarginalKind;
  /** Values to compare with, by label or name; the picture says which share of the draws is below and above. */
  readonly references?: References;
  /** A region of practical equivalence, for all numbers or by name; the picture says which share of the draws is inside. */
  readonly rope?: readonly [number, number] | Readonly<Record<string, readonly [number, number]>>;
}

/**
 * Densities with a bar for the interval; the point and the interval's ends are written above, as `az.plot_posterior`.
 *
 *     plotPosterior(fit, { variables: ["m"], references: { m: 3 }, rope: [2.9, 3.1] })
 */
export function plotPosterior(source: DrawsSource, options: PosteriorOptions = {}): SVGSVGElement {
  const { shown, leftOut } = shownVariables(variablesOf(source, options));
  const references = referencesOf(shown, options.references);
  const sums = shown.map((variable) => summed(variable, options));
  const texts = shown.map(
    ({ label }, i) =>
      `${label} ${shortNumber(sums[i]!.point)} (${shortNumber(sums[i]!.outer.lower)} to ${shortNumber(sums[i]!.outer.upper)})`,
  );
  const percent = Math.round(100 * (options.probability ?? 0.94));
  const alt = `Posterior ${options.point ?? "mean"} and ${percent} % ${(options.interval ?? "hdi").toUpperCase()}: ${texts.join("; ")}.`;
  const shape = { columns: 3, panelWidth: 300, panelHeight: 220 };
  return panelGrid(shown.length, shape, options, { alt, leftOut }, (place, { theme }) => {
    const { label, name } = shown[place]!;
    const { rope } = options;
    const own =
      rope === undefined
        ? undefined
        : Array.isArray(rope)
          ? rope
          : ((rope as Record<string, [number, number]>)[label] ?? (rope as Record<string, [number, number]>)[name]);
    const hasShares = options.references !== undefined || rope !== undefined;
    const line = hasShares ? -40 : -24;
    const extras = [
      ...barMarks(sums[place]!, options, theme, line),
      ...referenceMarks(sums[place]!.draws, references[place], theme),
      ...ropeMarks(sums[place]!.draws, own as [number, number] | undefined, theme),
    ];
    return {
      marginLeft: 16,
      marginRight: 16,
      marginTop: hasShares ? 52 : 36,
      marginBottom: 46,
      x: { label, labelAnchor: "center", labelArrow: "none", ticks: 5, tickSize: 3 },
      y: { axis: null, insetBottom: 8, insetTop: 6 },
      marks: [...marginalMarks(options.kind ?? "kde", sums[place]!.draws, theme, theme.main), ...extras],
    };
  });
}

function barMarks({ draws, outer, point }: Summed, options: IntervalChoice, theme: Theme, dy: number): Plot.Markish[] {
  if (draws.length === 0) return [];
  const percent = Math.round(100 * (options.probability ?? 0.94));
  const { lower, upper } = outer;
  const ends = `${shortNumber(lower)} to ${shortNumber(upper)}`;
  return [
    Plot.ruleY([0], { x1: lower, x2: upper, stroke: theme.ink, strokeWidth: 4 }),
    Plot.text([`${options.point ?? "mean"} ${shortNumber(point)}`], {
      frameAnchor: "top",
      dy,
      fill: theme.ink,
      fontWeight: 600,
      fontSize: 12,
    }),
    Plot.text([`${percent} % ${(options.interval ?? "hdi").toUpperCase()} ${ends}`], {
      frameAnchor: "top",
      dy: dy + 16,
      fill: theme.muted,
    }),
  ];
}

function referenceMarks(draws: Float64Array, reference: number | undefined, theme: Theme): Plot.Markish[] {
  if (reference === undefined || draws.length === 0) return [];
  const below = draws.filter((value) => value < reference).length / draws.length;
  const text = `${percentOf(below)} < ${shortNumber(reference)} < ${percentOf(1 - below)}`;
  return [
    Plot.ruleX([reference], { stroke: theme.reference, strokeWidth: 1.4 }),
    Plot.text([text], {
      frameAnchor: "top-left",
      dy: -8,
      fill: theme.reference,
      textAnchor: "start",
    }),
  ];
}

function ropeMarks(draws: Float64Array, rope: readonly [number, number] | undefined, theme: Theme): Plot.Markish[] {
  if (rope === undefined || draws.length === 0) return [];
  const inside = draws.filter((value) => value >= rope[0] && value <= rope[1]).length / draws.length;
  return [
    Plot.rectX([rope], {
      x1: (ends: readonly number[]) => ends[0],
      x2: (ends: readonly number[]) => ends[1],
      fill: theme.categories[2]!,
      fillOpacity: 0.22,
    }),
    Plot.text([`${percentOf(inside)} in ROPE`], {
      frameAnchor: "top-right",
      dy: -8,
      fill: theme.categories[2]!,
      textAnchor: "end",
    }),
  ];
}

function percentOf(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
