/** The simulated field has what it says it has. */
import { describe, expect, test } from "vitest";
import { arcminutesFrom } from "../../examples/cluster/selection.js";
import { memberShare } from "../../examples/cluster/simulator/area.js";
import { type FieldNode, fieldNodes } from "../../examples/cluster/simulator/disc.js";
import { simulateField } from "../../examples/cluster/simulator/field.js";
import { ngc6819, properMotionScatter } from "../../examples/cluster/simulator/truth.js";

const { stars, isMember, truth } = simulateField({ seed: 7 });
const of = (name: string, who: number): Float64Array => stars.numbers(name).filter((_, row) => isMember[row] === who);
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const sd = (values: Float64Array): number => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
};

describe("a simulated field", () => {
  test("is the same for the same seed, and another for another", () => {
    const again = simulateField({ seed: 7, stars: 50 }).stars.numbers("pmra");
    expect(again).toEqual(stars.numbers("pmra").slice(0, 50));
    expect(simulateField({ seed: 8, stars: 50 }).stars.numbers("pmra")).not.toEqual(again);
  });

  test("has 17,000 stars inside the masks, of which the share that the profile says are members", () => {
    expect(stars.rowCount).toBe(17_000);
    const distance = arcminutesFrom(ngc6819, stars);
    expect(distance.every((minutes) => minutes < 5 || minutes > 15)).toBe(true);
    const expected = 17_000 * memberShare("masks", ngc6819);
    // Five binomial standard deviations.
    expect(Math.abs(of("pmra", 1).length - expected)).toBeLessThan(5 * Math.sqrt(expected));
    expect(Math.max(...distance.filter((_, row) => isMember[row] === 1))).toBeLessThan(5);
  });

  test("has a quarter of the field's parallaxes below 0, and radial velocities of bright stars alone", () => {
    const parallax = of("parallax", 0);
    const negative = parallax.filter((value) => value < 0).length / parallax.length;
    expect(negative).toBeGreaterThan(0.22);
    expect(negative).toBeLessThan(0.28);
    const isBright = Array.from(stars.numbers("phot_g_mean_mag"), (magnitude) => (magnitude < 14 ? 0 : 1));
    expect(Array.from(stars.isNull("radial_velocity"))).toEqual(isBright);
  });

  test("has the cluster's literature values as its truth, and members scattered about them", () => {
    expect(truth["distance"]).toBe(2510);
    // Hunt & Reffert's galactocentric place, to their rounding: pc.
    expect(truth["x"]).toBeCloseTo(-7435.8, 0);
    expect(truth["y"]).toBeCloseTo(2386.4, 0);
    expect(truth["z"]).toBeCloseTo(389.4, 0);
    const members = of("true_pmra", 1);
    const scatter = properMotionScatter(ngc6819);
    // Five standard errors of a mean and of a standard deviation.
    expect(Math.abs(mean(members) - ngc6819.pmra)).toBeLessThan((5 * scatter) / Math.sqrt(members.length));
    expect(Math.abs(sd(members) / scatter - 1)).toBeLessThan(5 / Math.sqrt(2 * members.length));
  });

  test("has errors that scatter as they say, correlated as they say", () => {
    const pull = (name: string, zeroPoint = 0): Float64Array => {
      const [seen, error, real] = [stars.numbers(name), stars.numbers(`${name}_error`), stars.numbers(`true_${name}`)];
      return seen.map((value, row) => (value - real[row]! - zeroPoint) / error[row]!);
    };
    const pulls = { parallax: pull("parallax", ngc6819.parallax_zero_point), pmra: pull("pmra"), pmdec: pull("pmdec") };
    // Five standard errors of 17,000 stars: 5 / sqrt(17000) of means and correlations, that over sqrt(2) of standard deviations.
    for (const values of Object.values(pulls)) {
      expect(Math.abs(mean(values))).toBeLessThan(0.038);
      expect(Math.abs(sd(values) - 1)).toBeLessThan(0.027);
    }
    for (const [a, b] of [
      ["parallax", "pmra"],
      ["parallax", "pmdec"],
      ["pmra", "pmdec"],
    ] as const) {
      const said = stars.numbers(`${a}_${b}_corr`);
      const found = pulls[a].map((value, row) => value * pulls[b][row]! - said[row]!);
      expect(Math.abs(mean(found))).toBeLessThan(0.038);
    }
  });

  test("has the motions that the classifier's Gaussians say", () => {
    const nodes = fieldNodes(ngc6819);
    const total = nodes.reduce((sum, { weight }) => sum + weight, 0);
    // Beyond the nearest and the farthest distance of the sum there is less than that.
    expect(total).toBeGreaterThan(0.999);
    expect(total).toBeLessThan(1.001);
    const weighted = (of: (node: FieldNode) => number): number => nodes.reduce((sum, node) => sum + node.weight * of(node), 0);
    const near = (name: "pmra" | "pmdec", low: number, high: number): void => {
      const values = of(`true_${name}`, 0);
      const share = values.filter((value) => value > low && value < high).length / values.length;
      const expected = weighted(({ pmScatter, ...node }) => normalShare(node[name], pmScatter, low, high));
      // Five binomial standard deviations.
      expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / values.length));
    };
    near("pmra", -3.4, -2.4);
    near("pmra", 0, 30);
    near("pmdec", -4.4, -3.4);
    near("pmdec", -30, -7);
  });
});

/** Of a normal distribution between two numbers, by Simpson's rule on 200 pieces of what lies within 8 standard deviations. */
function normalShare(centre: number, scatter: number, low: number, high: number): number {
  const [from, to] = [Math.max((low - centre) / scatter, -8), Math.min((high - centre) / scatter, 8)];
  if (to <= from) return 0;
  const step = (to - from) / 200;
  const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(from) + density(to);
  for (let k = 1; k < 200; k++) sum += (k % 2 === 1 ? 4 : 2) * density(from + k * step);
  return (sum * step) / 3;
}
