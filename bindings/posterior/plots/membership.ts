/** The histogram of membership probabilities: how clearly rows belong to one component. */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { figure, innerHeight, note } from "./figure.js";
import { looksOf, type PlotOptions } from "./options.js";

export interface MembershipPlotOptions extends PlotOptions {
  /** Equal bins from 0 to 1; default 31. */
  readonly bins?: number;
  /** What the probability is of, below the axis. */
  readonly label?: string;
  /** Counts on a logarithmic axis, for thousands of stars of which most are certain; default false. */
  readonly logarithmic?: boolean;
}

/**
 * Counts of probabilities in equal bins on [0, 1]; the last one includes 1. NaN (rows that took no part) is left out.
 *
 *     plotMembership(select(fit.membership("y").probability, { component: "outlier" }).values)
 *
 * Throws `bad-option` for a count of bins that is not from 1 to 1,000, `outside-support` for a probability outside [0, 1], with its row.
 */
export function plotMembership(probability: ArrayLike<number>, options: MembershipPlotOptions = {}): SVGSVGElement {
  const bins = options.bins ?? 31;
  const counts = countsOf(probability, bins);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const above = Array.from(probability).filter((value) => value > 0.5).length;
  const alt = `Histogram of ${total} membership probabilities; ${above} are above 0.5.`;
  const looks = looksOf(options, { width: 560, height: 340, alt });
  const { theme } = looks;
  const least = options.logarithmic ? 0.5 : 0;
  const bars = counts.flatMap((count, i) => (count > 0 ? [{ from: i / bins, to: (i + 1) / bins, count }] : []));
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft: 56,
        marginRight: 16,
        marginTop: 14,
        marginBottom: 42,
        x: {
          domain: [0, 1],
          label: options.label ?? "membership probability",
          labelAnchor: "center",
          labelArrow: "none",
          tickSize: 4,
        },
        y: {
          ...(options.logarithmic
            ? { type: "log", domain: [least, Math.max(2, ...counts) * 1.3] }
            : { domain: [0, Math.max(1, ...counts) * 1.05] }),
          label: "count",
          labelAnchor: "center",
          labelArrow: "none",
          tickSize: 4,
          ticks: wholeTicks(Math.max(1, ...counts), options.logarithmic ?? false),
          tickFormat: ",d",
        },
        marks: [
          Plot.rect(bars, { x1: "from", x2: "to", y1: () => least, y2: "count", fill: theme.main, inset: 0.4 }),
          Plot.frame({ stroke: theme.grid }),
          ...(total === 0 ? [note("no probabilities", theme)] : []),
        ],
      },
    },
  ]);
}

/** Counts are whole: between few of them an axis has no ticks. */
function wholeTicks(most: number, isLogarithmic: boolean): number | number[] {
  return most > 5 || isLogarithmic ? 5 : Array.from({ length: most + 1 }, (_, count) => count);
}

function countsOf(probability: ArrayLike<number>, bins: number): number[] {
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= 1000)) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `A histogram cannot have ${bins} bins.`,
      remedy: "Pass a whole number from 1 to 1000.",
      variable: "bins",
      value: bins,
    });
  }
  const counts = new Array<number>(bins).fill(0);
  for (let row = 0; row < probability.length; row++) {
    const value = probability[row]!;
    if (Number.isNaN(value)) continue;
    if (!(value >= 0 && value <= 1 + 1e-9)) throw notProbability(value, row);
    counts[Math.min(bins - 1, Math.floor(value * bins))]!++;
  }
  return counts;
}

function notProbability(value: number, row: number): WasmcmcError {
  return new WasmcmcError({
    code: "outside-support",
    problem: `Row ${row} has the membership ${value}.`,
    remedy: "Memberships are probabilities: numbers from 0 to 1, or NaN where there is none.",
    variable: "probability",
    row,
    value,
  });
}
