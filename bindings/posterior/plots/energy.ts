/** The energy plot: how widely energies vary, and how far each draw changes them (Betancourt 2016, arXiv:1604.00695). */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { finiteDraws } from "../density/flat_draws.js";
import { kde } from "../density/kde.js";
import { bfmi } from "../statistics/bfmi.js";
import { mean } from "../statistics/moments.js";
import { figure, innerHeight, note } from "./figure.js";
import { varies } from "./joint_marks.js";
import { looksOf, type PlotOptions } from "./options.js";
import { checkDrawable, type DrawsSource, sampleStatOf } from "./variables.js";

/** Below this a chain's energies change too little from draw to draw. */
const SmallestBfmi = 0.3;

/**
 * Densities of the energy around its mean (filled) and of its changes from draw to draw (line), as `az.plot_energy`, and each chain's
 * BFMI. Where changes are much narrower, the sampler moves slowly between energies, and tails may be missing.
 *
 *     plotEnergy(fit)
 *     plotEnergy({ energy: [chain0, chain1] })
 *
 * Throws `unknown-variable` where the draws come without energies.
 */
export function plotEnergy(source: DrawsSource, options: PlotOptions = {}): SVGSVGElement {
  const chains = sampleStatOf(source, "energy") ?? plainEnergies(source);
  if (chains === undefined) throw noEnergies();
  checkDrawable("energy", chains);
  const fractions = chains[0]!.length < 4 ? chains.map(() => NaN) : bfmi(chains);
  const known = fractions.filter(Number.isFinite);
  const least = known.length === 0 ? "not known" : Math.min(...known).toFixed(2);
  const alt = `Energies and their changes from draw to draw; the least BFMI of ${chains.length} chains is ${least}.`;
  const looks = looksOf(options, { width: 520, height: 300, alt });
  const { theme } = looks;
  const marginal = finiteDraws(chains.flatMap((energies) => centred(energies)));
  const transitions = finiteDraws(
    chains.flatMap((energies) => Array.from(energies.subarray(1), (energy, i) => energy - energies[i]!)),
  );
  const curves = varies(marginal) && varies(transitions) ? [kde(marginal), kde(transitions)] : [];
  const along = (i: number) => ({ x: (k: number) => curves[i]!.x[k], y: (k: number) => curves[i]!.density[k] });
  const places = (i: number) => Array.from(curves[i]!.x, (_, k) => k);
  const lines = fractions.map((fraction, chain) => ({
    text: `chain ${chain}: BFMI ${Number.isFinite(fraction) ? fraction.toFixed(2) : "–"}`,
    low: fraction < SmallestBfmi,
  }));
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft: 20,
        marginRight: 20,
        marginTop: 14,
        marginBottom: 40,
        x: { label: "energy minus its mean; change of energy", labelAnchor: "center", labelArrow: "none", tickSize: 3 },
        y: { axis: null },
        marks: [
          ...(curves.length === 0
            ? [note("the energies do not vary", theme)]
            : [
                Plot.areaY(places(0), { x: along(0).x, y1: 0, y2: along(0).y, fill: theme.main, fillOpacity: 0.4 }),
                Plot.lineY(places(1), { ...along(1), stroke: theme.categories[1]!, strokeWidth: 1.8 }),
              ]),
          Plot.frame({ stroke: theme.grid }),
          Plot.text(["▇ energy"], { frameAnchor: "top-left", dx: 8, dy: 8, fill: theme.main, fontWeight: 600 }),
          Plot.text(["— change"], { frameAnchor: "top-left", dx: 8, dy: 24, fill: theme.categories[1]!, fontWeight: 600 }),
          ...lines
            .slice(0, 12)
            .map(({ text, low }, i) =>
              Plot.text([text], { frameAnchor: "top-right", dx: -8, dy: 8 + 15 * i, fill: low ? theme.alarm : theme.ink }),
            ),
        ],
      },
    },
  ]);
}

function plainEnergies(source: DrawsSource): Float64Array[] | undefined {
  const energies = (source as Readonly<Record<string, unknown>>).energy;
  if (!Array.isArray(energies) || energies.length === 0 || typeof energies[0] !== "object") return undefined;
  return energies.map((chain: ArrayLike<number>) => Float64Array.from(chain));
}

function centred(energies: Float64Array): number[] {
  const middle = mean(energies.filter(Number.isFinite));
  return Array.from(energies, (energy) => energy - middle);
}

function noEnergies(): WasmcmcError {
  return new WasmcmcError({
    code: "unknown-variable",
    problem: "The draws come without energies.",
    remedy: "Pass a fit, results with the group sample_stats, or { energy: [chain, chain, ...] }.",
    variable: "energy",
  });
}
