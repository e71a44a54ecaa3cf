/** The vector-point diagram: proper motions of stars, among which a cluster is a clump. */
import { dot, line, type Markish } from "@observablehq/plot";
import { looksOf } from "./options.js";
import { checkStars, robustRange, type StarPlotOptions, starCounts, starFigure, starMarks } from "./stars.js";
import type { Theme } from "./theme.js";

export interface ProperMotions {
  /** Milliarcseconds a year; pmra includes the cosine of the declination. */
  readonly pmra: ArrayLike<number>;
  readonly pmdec: ArrayLike<number>;
}

/** An ellipse around a mean motion: `sd` along both axes and their correlation. */
export interface MotionEllipse {
  readonly pmra: number;
  readonly pmdec: number;
  readonly sd?: readonly [pmra: number, pmdec: number];
  readonly correlation?: number;
  readonly label?: string;
}

export interface VectorPointOptions extends StarPlotOptions {
  /** Means (the cluster's, from the literature) with ellipses of one and two sd. */
  readonly motions?: readonly MotionEllipse[];
  /** Milliarcseconds a year from the middle to each side; by default what holds 98 % of the stars. */
  readonly range?: { readonly pmra: readonly [number, number]; readonly pmdec: readonly [number, number] };
}

/**
 * Proper motions, with equal scales along both axes; pmra grows to the left, as east does on the sky.
 *
 *     plotVectorPoint({ pmra, pmdec }, { membership, motions: [{ pmra: -2.9, pmdec: -3.87, sd: [0.1, 0.1] }] })
 *
 * Throws `length-mismatch` where columns differ in length.
 */
export function plotVectorPoint({ pmra, pmdec }: ProperMotions, options: VectorPointOptions = {}): SVGSVGElement {
  checkStars(pmra.length, { pmdec, membership: options.membership });
  const alt = `Proper motions of ${starCounts(pmra, pmdec, options)}.`;
  const looks = looksOf(options, { width: 560, height: 500, alt });
  const { pmra: x, pmdec: y } = options.range ?? { pmra: robustRange(pmra, 0.01), pmdec: robustRange(pmdec, 0.01) };
  const axis = { labelAnchor: "center", labelArrow: "none", tickSize: 4 } as const;
  return starFigure(
    looks,
    {
      marginLeft: 56,
      marginRight: 14,
      marginTop: 12,
      marginBottom: 44,
      x: { ...axis, domain: [x[1], x[0]], label: "pmra (mas/yr)" },
      y: { ...axis, domain: [...y], label: "pmdec (mas/yr)" },
      clip: true,
      marks: [...starMarks(...inside(pmra, pmdec, x, y), options, looks.theme), ...ellipses(options.motions ?? [], looks.theme)],
    },
    options,
  );
}

/** Stars beyond the frame become NaN: a path is not clipped. */
function inside(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  [left, right]: readonly [number, number],
  [low, high]: readonly [number, number],
): [Float64Array, Float64Array] {
  const isIn = (i: number) => xs[i]! >= left && xs[i]! <= right && ys[i]! >= low && ys[i]! <= high;
  return [Float64Array.from(xs, (x, i) => (isIn(i) ? x : NaN)), Float64Array.from(ys)];
}

function ellipses(motions: readonly MotionEllipse[], theme: Theme): Markish[] {
  const style = { stroke: theme.reference, strokeWidth: 1.3 };
  return motions.flatMap((motion) => {
    const around = motion.sd === undefined ? [] : [1, 2].map((scale) => line(outline(motion, scale), { ...style, clip: true }));
    return [...around, dot([[motion.pmra, motion.pmdec]], { symbol: "plus", r: 5, ...style })];
  });
}

/** Points of constant density of a normal with that covariance, by its Cholesky factor. */
function outline({ pmra, pmdec, sd = [0, 0], correlation = 0 }: MotionEllipse, scale: number): [number, number][] {
  return Array.from({ length: 73 }, (_, i) => {
    const angle = (i / 72) * 2 * Math.PI;
    const [u, v] = [scale * Math.cos(angle), scale * Math.sin(angle)];
    return [pmra + sd[0] * u, pmdec + sd[1] * (correlation * u + Math.sqrt(1 - correlation ** 2) * v)];
  });
}
