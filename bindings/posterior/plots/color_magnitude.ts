/** The colour-magnitude diagram: a cluster's stars lie along one isochrone. */
import { looksOf } from "./options.js";
import { checkStars, robustRange, type StarPlotOptions, starCounts, starFigure, starMarks } from "./stars.js";

export interface ColorsAndMagnitudes {
  /** Difference of two magnitudes, as Gaia's bp_rp. */
  readonly color: ArrayLike<number>;
  readonly magnitude: ArrayLike<number>;
}

export interface ColorMagnitudeOptions extends StarPlotOptions {
  /** Default "BP - RP (mag)". */
  readonly colorLabel?: string;
  /** Default "G (mag)". */
  readonly magnitudeLabel?: string;
}

/**
 * Magnitudes against colours, bright stars above. Stars without a colour are left out; the alternative text says how many remain.
 *
 *     plotColorMagnitude({ color: table.numbers("bp_rp"), magnitude: table.numbers("phot_g_mean_mag") }, { membership })
 *
 * Throws `length-mismatch` where columns differ in length.
 */
export function plotColorMagnitude(
  { color, magnitude }: ColorsAndMagnitudes,
  options: ColorMagnitudeOptions = {},
): SVGSVGElement {
  checkStars(color.length, { magnitude, membership: options.membership });
  const alt = `Colour-magnitude diagram of ${starCounts(color, magnitude, options)}.`;
  const looks = looksOf(options, { width: 460, height: 560, alt });
  const [bright, faint] = robustRange(magnitude, 0);
  const axis = { labelAnchor: "center", labelArrow: "none", tickSize: 4 } as const;
  return starFigure(
    looks,
    {
      marginLeft: 52,
      marginRight: 14,
      marginTop: 12,
      marginBottom: 44,
      x: { ...axis, domain: robustRange(color, 0.001), label: options.colorLabel ?? "BP - RP (mag)", ticks: 6 },
      y: { ...axis, domain: [faint, bright], label: options.magnitudeLabel ?? "G (mag)" },
      marks: starMarks(color, magnitude, options, looks.theme),
    },
    options,
  );
}
