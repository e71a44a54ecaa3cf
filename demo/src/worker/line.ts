/** The line with outliers: its model, whose priors are data, and what the page shows of it. */
import { affine, beta, type Fit, halfNormal, mixture, model, normal, observe, param, scalar, sqrt, sub, vector } from "wasmcmc";
import { lineStarts } from "../line_starts.js";
import type { Band, LinePoints, LinePriors } from "../messages.js";
import { quantileBand } from "./quantile_band.js";

export const lineModel = model(
  {
    x: vector("point"),
    y: vector("point"),
    yErr: vector("point"),
    center: scalar(),
    slopeStart: scalar(),
    interceptStart: scalar(),
    slopeUnit: scalar(),
    interceptUnit: scalar(),
    slopeScale: scalar(),
    interceptScale: scalar(),
    outliersFor: scalar(),
    outliersAgainst: scalar(),
    spreadScale: scalar(),
  },
  ({ x, y, yErr, center, slopeScale, interceptScale, outliersFor, outliersAgainst, spreadScale, ...data }) => {
    const slope = param(normal(0, slopeScale), {
      constraint: affine(data.slopeStart, data.slopeUnit),
      init: data.slopeStart,
    });
    const intercept = param(normal(center, interceptScale), {
      constraint: affine(data.interceptStart, data.interceptUnit),
      init: data.interceptStart,
    });
    const outliers = param(beta(outliersFor, outliersAgainst));
    const spread = param(halfNormal(spreadScale));
    const weights = [sub(1, outliers), outliers] as const;
    return {
      slope,
      intercept,
      outliers,
      spread,
      y: observe(
        y,
        mixture(weights, {
          line: normal(slope.mul(x).add(intercept), yErr),
          outlier: normal(center, sqrt(yErr.square().add(spread.square()))),
        }),
      ),
    };
  },
);

export type LineFit = Fit<typeof lineModel>;

/** A Beta prior of this mean, worth four points. */
export const outlierPrior = (share: number): readonly [number, number] => [4 * share, 4 * (1 - share)];

export function lineData(points: LinePoints, priors: LinePriors) {
  const { x, y, yErr } = points;
  const starts = lineStarts(points);
  const [outliersFor, outliersAgainst] = outlierPrior(priors.outliers);
  const center = y.reduce((sum, value) => sum + value, 0) / Math.max(1, y.length);
  return {
    x,
    y,
    yErr,
    center,
    slopeStart: starts.slope,
    interceptStart: starts.intercept,
    slopeUnit: starts.slopeUnit,
    interceptUnit: starts.interceptUnit,
    slopeScale: priors.slope,
    interceptScale: priors.intercept,
    outliersFor,
    outliersAgainst,
    spreadScale: priors.spread,
  };
}

const Columns = 48;

/** Quantiles of the line itself over the points' range, a little wider. */
export function lineBand(fit: LineFit, { x }: LinePoints): Band {
  const [low, high] = [Math.min(...x), Math.max(...x)];
  const margin = 0.25 * (high - low || 1);
  const { slope, intercept } = fit.draws;
  const at = Float64Array.from({ length: Columns }, (_, k) => low - margin + (k / (Columns - 1)) * (high - low + 2 * margin));
  return quantileBand(at, slope.length, (place, draw) => slope[draw]! * place + intercept[draw]!);
}
