/** Draws from continuous distributions: chi-square against the integrals of their own densities, at a fixed seed. */
import { describe, expect, test } from "vitest";
import { custom, model, observe, param, samplePrior, vector } from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";
import { samples } from "../model/distribution_samples.js";
import { integrals, pieces } from "../model/quadrature.js";
import { compute } from "../model/rows.js";
import { chiSquare, critical, joined } from "../program/chi_square.js";

const [rows, draws] = [400, 50];
const count = rows * draws;
const bins = 24;

function draw(distribution: AnyDist, seed: number): Float64Array {
  const built = model({ y: vector("row"), other: vector("row") }, ({ y }) => {
    const none = param(
      custom({ name: "any", parameters: {}, logp: (x) => x.square().neg(), random: (_, variates) => variates.normal() }),
    );
    return { none, y: observe(y, distribution as never) };
  });
  const data = { other: new Float64Array(rows) };
  return samplePrior(built, data as never, { draws, seed }).observations.y?.value.values as Float64Array;
}

const continuous = Object.entries(samples).flatMap(([name, list]) =>
  list.flatMap((sample, k) =>
    sample.distribution.node.kind === "plain" && !sample.distribution.node.family.discrete
      ? [[`${name} ${k + 1}`, sample] as const]
      : [],
  ),
);

// Each has a chance of 1e-4 of failing for an arbitrary seed.
describe("values are drawn as often as the density says", () => {
  test.each(continuous)("%s", (_, { distribution, knots = [], width }) => {
    const seen = draw(distribution, 11);
    expect(seen.length).toBe(count);
    expect(seen.every((x) => !Number.isNaN(x))).toBe(true);
    // Bins that hold as much as each other of other draws; what lies outside them all is one more.
    const others = draw(distribution, 12).sort();
    const cuts = Array.from({ length: bins + 1 }, (_, k) => others[Math.round((k * (count - 1)) / bins)] as number);
    const places = [...new Set([...cuts, ...knots.filter((x) => x > (cuts[0] as number) && x < (cuts[bins] as number))])];
    const parts = pieces(
      places.sort((a, b) => a - b),
      width,
    );
    const density = compute(
      parts.flatMap(({ points }) => points.map((x) => [x])),
      (x) => distribution.logp(x),
    ).values.map(Math.exp);
    const expected = integrals(parts, density).map((p) => p * count);
    const observed = expected.map(
      (_, k) => seen.filter((x) => x > (places[k] as number) && x <= (places[k + 1] as number)).length,
    );
    const inside = expected.reduce((sum, p) => sum + p, 0);
    const all = joined([...observed, count - observed.reduce((sum, n) => sum + n, 0)], [...expected, count - inside]);
    expect(chiSquare(all)).toBeLessThan(critical(all.length - 1));
  });
});
