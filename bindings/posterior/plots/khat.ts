/** Pareto k of leave-one-out cross-validation: which rows sway the posterior (Vehtari, Gelman & Gabry 2017). */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { cloud } from "./cloud_mark.js";
import { figure, innerHeight, note } from "./figure.js";
import { looksOf, type PlotOptions } from "./options.js";

/** What `loo` gives, or any Pareto k by row. */
export interface KhatSource {
  readonly paretoK: ArrayLike<number> | { readonly values: ArrayLike<number> } | undefined;
  /** The threshold above which estimates do not hold for a row; 0.7 where absent. */
  readonly goodK?: number | undefined;
}

export interface KhatOptions extends PlotOptions {
  /** Rows above the threshold are named, at most this many, the worst ones; default 12. */
  readonly named?: number;
}

/**
 * The shape of the tail of each row's importance weights. Above the threshold the leave-one-out estimate of that row does not hold.
 *
 *     plotKhat(loo(fit.logLikelihood("y")))
 *
 * Throws `bad-option` where there is no Pareto k.
 */
export function plotKhat(source: KhatSource, options: KhatOptions = {}): SVGSVGElement {
  const k = valuesOf(source);
  const threshold = source.goodK ?? 0.7;
  const worst = [...k.keys()].filter((row) => k[row]! > threshold).sort((a, b) => k[b]! - k[a]!);
  const alt = `Pareto k of ${k.length} rows; ${worst.length} above ${threshold.toFixed(2)}.`;
  const looks = looksOf(options, { width: 620, height: 300, alt });
  const { theme } = looks;
  const finite = k.filter(Number.isFinite);
  const [low, high] = [finite.reduce((a, b) => Math.min(a, b), 0), finite.reduce((a, b) => Math.max(a, b), threshold)];
  const named = worst.slice(0, options.named ?? 12).filter((row) => Number.isFinite(k[row]!));
  const axis = { labelAnchor: "center", labelArrow: "none", tickSize: 3 } as const;
  const place = { x: (row: number) => row, y: (row: number) => k[row]! };
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft: 52,
        marginRight: 60,
        marginTop: 14,
        marginBottom: 42,
        x: { ...axis, domain: [-0.5, k.length - 0.5], label: "row" },
        y: { ...axis, domain: [low - 0.08, high + 0.12], label: "Pareto k" },
        marks: [
          Plot.ruleY([0], { stroke: theme.grid }),
          Plot.ruleY([threshold], { stroke: theme.alarm, strokeDasharray: "6 4" }),
          Plot.text([threshold], {
            frameAnchor: "right",
            y: (value: number) => value,
            dx: 54,
            textAnchor: "end",
            text: (value: number) => `k = ${value.toFixed(2)}`,
            fill: theme.alarm,
          }),
          ...(finite.length === 0
            ? [note("no finite Pareto k", theme)]
            : [cloud({ x: Array.from(k, (_, row) => row), y: k, radius: k.length > 2000 ? 1.2 : 2.4, colors: [theme.main] })]),
          Plot.dot(named, { ...place, r: 4, stroke: theme.alarm, strokeWidth: 1.6 }),
          Plot.text(named, { ...place, text: (row: number) => String(row), dy: -10, fill: theme.ink }),
          Plot.frame({ stroke: theme.grid }),
        ],
      },
    },
  ]);
}

function valuesOf({ paretoK }: KhatSource): Float64Array {
  if (paretoK === undefined) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: "There is no Pareto k in what was given.",
      remedy: "Pass what `loo` gives (WAIC has none).",
      variable: "paretoK",
    });
  }
  return Float64Array.from(
    "values" in paretoK && typeof paretoK.values === "object" ? paretoK.values : (paretoK as ArrayLike<number>),
  );
}
