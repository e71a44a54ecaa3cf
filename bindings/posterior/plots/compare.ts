/** Models by how well they predict: expected log predictive densities with their errors, the best above. */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { figure, innerHeight } from "./figure.js";
import { shortNumber } from "./interval.js";
import { nameRoom, shortened } from "./labels.js";
import { looksOf, type PlotOptions } from "./options.js";

/** What `compare` gives. */
export interface ComparisonLike {
  readonly models: readonly {
    readonly name: string;
    readonly elpd: number;
    readonly se: number;
    readonly elpdDiff: number;
    readonly dse: number;
    readonly weight: number;
  }[];
  readonly kind?: string;
}

/**
 * Expected log predictive density of each model with its standard error (dot), and for others than the best the difference to it with
 * the error of that difference (triangle), as `az.plot_compare`.
 *
 *     plotCompare(compare({ line: fitOfLine, quadratic: fitOfQuadratic }))
 *
 * Throws `empty-data` where there are no models.
 */
export function plotCompare(comparison: ComparisonLike, options: PlotOptions = {}): SVGSVGElement {
  const { models, kind = "loo" } = comparison;
  const [best] = models;
  if (best === undefined) {
    throw new WasmcmcError({
      code: "empty-data",
      problem: "There are no models to compare.",
      remedy: "Pass what `compare` gives.",
      variable: "models",
    });
  }
  const rows = models.map((model, place) => ({ ...model, place, low: model.elpd - model.se, high: model.elpd + model.se }));
  const others = rows.slice(1).map(({ elpdDiff, dse, place }) => {
    const middle = best.elpd - Math.abs(elpdDiff);
    return { place: place - 0.3, middle, low: middle - dse, high: middle + dse };
  });
  const alt = `Comparison of models by ${kind}: ${models.map(({ name, elpd, se, weight }) => `${name} ${shortNumber(elpd)} ± ${shortNumber(se)}, weight ${shortNumber(weight)}`).join("; ")}.`;
  const looks = looksOf(options, { width: 620, height: 90 + 44 * models.length + (options.title === undefined ? 0 : 26), alt });
  const { theme } = looks;
  const marginLeft = nameRoom(
    models.map(({ name }) => name),
    looks.width,
  );
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft,
        marginRight: 18,
        marginTop: 14,
        marginBottom: 46,
        x: {
          label: `expected log predictive density (${kind}), higher is better`,
          labelAnchor: "center",
          labelArrow: "none",
          tickSize: 3,
          inset: 10,
        },
        y: {
          domain: [models.length - 0.4, -0.6],
          ticks: rows.map(({ place }) => place),
          tickFormat: (place: number) => shortened(models[place]?.name ?? "", marginLeft - 12),
          tickSize: 0,
          label: null,
        },
        marks: [
          Plot.ruleX([best.elpd], { stroke: theme.muted, strokeDasharray: "4 3" }),
          Plot.ruleY(rows, { y: "place", x1: "low", x2: "high", stroke: theme.ink, strokeWidth: 1.4 }),
          Plot.dot(rows, { x: "elpd", y: "place", r: 4, fill: theme.background, stroke: theme.ink, strokeWidth: 1.6 }),
          Plot.ruleY(others, { y: "place", x1: "low", x2: "high", stroke: theme.main, strokeWidth: 1.2 }),
          Plot.dot(others, { x: "middle", y: "place", r: 4, symbol: "triangle", fill: theme.main }),
          Plot.frame({ stroke: theme.grid }),
        ],
      },
    },
  ]);
}
