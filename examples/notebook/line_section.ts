/** The first part of the walk-through: a line through points of which some are outliers. */
import { type Fit, leastSquares, modelGraph, sample, select } from "wasmcmc";
import type { Table } from "wasmcmc/data";
import { curveBand, plotGraph, plotMembership, plotPair, plotPoints } from "wasmcmc/plots";
import { general, line } from "./line.js";
import { figure, formula, inline, type Markup, markup, printed, theme } from "./page.js";

/** With which the points were simulated. */
const truth = { m: 3.17, b: -11.9 };

interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly yErr: Float64Array;
}

export async function lineSection(table: Table): Promise<Markup[]> {
  const data: Points = { x: table.numbers("x"), y: table.numbers("y"), yErr: table.numbers("y_err") };
  const outliers = table.numbers("is_outlier");
  const { m, b } = leastSquares({ m: data.x, b: 1 }, data.y, { sigma: data.yErr }).coefficients;
  const fit = await sample(line, { ...data }, { seed: 42 });
  const other = await sample(general, { ...data }, { seed: 42 });
  return [
    problem(data, outliers, { m, b }),
    mixtures(),
    theModel(data),
    posterior(fit),
    bandAndMembers(fit, data, outliers, { m, b }),
    generalForm(fit, other),
  ];
}

type LineFit = Fit<typeof line>;
type Slope = { readonly m: number; readonly b: number };

const shown = (value: number, digits = 3) => Number(value.toPrecision(digits)).toString().replace("-", "−");

function problem(data: Points, outliers: Float64Array, squares: Slope): Markup {
  const count = outliers.filter(Boolean).length;
  const lines = [
    { slope: squares.m, intercept: squares.b, role: "rival", label: "weighted least squares" },
    { slope: truth.m, intercept: truth.b, role: "main", label: "truth" },
  ] as const;
  return markup`<h2>A line, and points that have nothing to do with it</h2>
<p>Each of the ${data.x.length} points of figure 1 has an error of its own in y. ${count} of them were not made by the line at all: here they are
drawn as grey squares, but nobody who has such data knows which they are.</p>
${figure(plotPoints(data, { outliers, theme }), "The points with their errors. Grey squares are the outliers.")}
<p>Weighted least squares minimises ${inline("\\sum_n (y_n - m x_n - b)^2 / \\sigma_{y,n}^2")}, and believes every error. An outlier with a small error
pulls hardest of all. Its slope is ${shown(squares.m)} where the truth is ${shown(truth.m)}, its intercept ${shown(squares.b)} where the truth
is ${shown(truth.b)}.</p>
${figure(plotPoints(data, { outliers, lines, theme }), "The same points, with the line of weighted least squares (dashed) and the one that made them.")}`;
}

function mixtures(): Markup {
  return markup`<h2>Two explanations for each point</h2>
<p>A mixture says so: with probability ${inline("w_0")} a point comes from the line, with ${inline("w_1 = 1 - w_0")} from a broad background around zero with
the variance ${inline("s_{\\mathrm{out}}")}. Let ${inline("z_n")} be the (unknown) component and ${inline("\\hat y_n")} the value before it was
measured. For the line ${inline("\\hat y_n = m x_n + b")} exactly, for the background ${inline("\\hat y_n \\sim \\mathcal N(0, s_{\\mathrm{out}})")}; the
measurement adds ${inline("\\sigma_{y,n}")}.</p>
<p>Neither ${inline("\\hat y_n")} nor ${inline("z_n")} has to be sampled. Integrating over the first adds up variances,</p>
${formula("p(y_n \\mid z_n = 1) = \\int \\mathcal N(y_n; \\hat y, \\sigma_{y,n}^2)\\, \\mathcal N(\\hat y; 0, s_{\\mathrm{out}})\\, d\\hat y = \\mathcal N(y_n; 0, \\sigma_{y,n}^2 + s_{\\mathrm{out}}),")}
<p>and summing over the second gives the mixture's density</p>
${formula("p(y_n \\mid \\theta) = w_0\\, \\mathcal N(y_n;\\, m x_n + b,\\, \\sigma_{y,n}^2) + w_1\\, \\mathcal N(y_n;\\, 0,\\, \\sigma_{y,n}^2 + s_{\\mathrm{out}}).")}
<p>What was summed out comes back by Bayes' theorem. For one draw of the parameters the point is of component k with probability</p>
${formula("r_{nk}(\\theta) = \\frac{w_k\\, p_k(y_n \\mid \\theta)}{\\sum_j w_j\\, p_j(y_n \\mid \\theta)},")}
<p>weights included: a rare component needs better evidence. Averaged over the draws of the posterior,
${inline("P(z_n = k \\mid y) = \\int r_{nk}(\\theta)\\, p(\\theta \\mid y)\\, d\\theta")}, it is the membership of figures 6 and 7.</p>`;
}

function theModel(data: Points): Markup {
  const graph = plotGraph(modelGraph(line), {
    theme,
    without: ["ln_s_out"],
    marginalised: [{ name: "ŷ", from: ["m", "b", "s_out", "w", "x"], to: ["y"] }],
    labels: { s_out: "σ² out", yErr: "σ y" },
    plates: { point: `n = 1..${data.x.length}` },
  });
  return markup`<h2>The model</h2>
<p>Slope and intercept have broad priors, the background's scatter is uniform in its logarithm (and s_out = exp(2 ln_s_out) is tracked), the
weights are uniform on the simplex: m ~ U(0, 10), b ~ N(0, 25), ln_s_out ~ U(−3, 4), w ~ Dirichlet(1, 1).</p>
${figure(graph, "The graphical model. Ellipses are parameters, the shaded one was observed, the box is computed, dots are known; ŷ is integrated out.")}`;
}

function posterior(fit: LineFit): Markup {
  const seconds = fit.milliseconds < 1000 ? `${Math.round(fit.milliseconds)} ms` : `${(fit.milliseconds / 1000).toFixed(1)} s`;
  const pair = plotPair(fit, { variables: ["m", "b", "s_out", "w"], references: truth, width: 900, height: 900, theme });
  const total = fit.chains.length * fit.drawCount;
  return markup`<h2>The posterior</h2>
<p>${fit.chains.length} chains of ${fit.settings.warmup} + ${fit.drawCount} iterations of NUTS took ${seconds} on this machine, warm-up included. The table has ArviZ's columns; R-hat
is at most ${shown(Math.max(...fit.summary().rows.map((row) => row.r_hat)), 4)}.</p>
${printed(String(fit.summary()))}
${figure(pair, `Draws two by two (${total} of them): grey contours enclose 20 to 99 % of them. Red: the truth, which is known for m and b alone; names without a reference have none drawn.`)}`;
}

function bandAndMembers(fit: LineFit, data: Points, outliers: Float64Array, squares: Slope): Markup {
  const ends = { from: Math.min(...data.x) - 0.3, to: Math.max(...data.x) + 0.3 };
  const band = curveBand(fit, ["m", "b"], ({ m, b }, x) => m * x + b, { x: { ...ends, count: 128 }, draws: 1024 });
  const lines = [
    { slope: truth.m, intercept: truth.b, role: "reference", label: "truth" },
    { slope: squares.m, intercept: squares.b, role: "rival", label: "weighted least squares" },
  ] as const;
  const { probability } = fit.membership("y");
  const values = select(probability, { component: "line" }).values;
  const right = values.reduce((count, p, n) => count + Number(p > 0.5 !== (outliers[n] === 1)), 0);
  const least = values.reduce((place, p, n) => (Math.abs(p - 0.5) < Math.abs(values[place]! - 0.5) ? n : place), 0);
  return markup`<h2>The line, and who belongs to it</h2>
${figure(plotPoints(data, { band, lines, bandLabel: "16–84 %", theme }), `The band between the 16th and the 84th percentile of the line, at ${band.x.length} places, from ${band.drawCount} draws.`)}
<p>Most points are clear cases. At a probability of one half, ${right} of ${values.length} are told as they were made; the closest call is point ${least},
with ${shown(values[least]!)}.</p>
${figure(plotMembership(values, { bins: 31, label: "probability to be of the line", theme }), "Membership probabilities in 31 bins.")}
${figure(plotPoints(data, { membership: values, band, lines: lines.slice(0, 1), membershipLabel: "probability of the line", theme }), "The points by their probability to be of the line, with the band and the truth.")}`;
}

function generalForm(fit: LineFit, other: Fit<typeof general>): Markup {
  const [a, b] = [fit, other].map(
    (each) => select((each as LineFit).membership("y").probability, { component: "line" }).values,
  ) as [Float64Array, Float64Array];
  const difference = a.reduce((most, value, n) => Math.max(most, Math.abs(value - b[n]!)), 0);
  const logp = other.componentLogp("y");
  const means = other
    .summary()
    .rows.map(({ label, mean }) => `${label} ${shown(mean, 4)}`)
    .join(", ");
  return markup`<h3>The same as a general mixture</h3>
<p>Components need not be normals: any density will do, and one of one's own is a function. Written out this way
(${inline("\\ln p = -\\tfrac12 [(y-\\mu)^2/v + \\ln v + \\ln 2\\pi]")}) the model has the posterior means ${means}, and memberships that differ by at
most ${shown(difference, 2)}: with the same seed both sample the same density, up to rounding. The components' log densities of every draw and point are an array of the shape
[${logp.shape.join(", ")}] over ${logp.dims.join(", ")}.</p>`;
}
