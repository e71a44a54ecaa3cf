import { describe, expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import { coreModule } from "../../bindings/engine/core.js";
import { EngineEvaluator } from "../../bindings/engine/evaluator.js";
import { instantiate } from "../../bindings/engine/exports.js";
import { rowsOf } from "../../bindings/engine/variables.js";
import { deserialize, logPotential, logPrior, sample, serialize, type Target } from "../../bindings/index.js";
import { encode } from "../../bindings/program/encode.js";
import { manyModels } from "./many_models.js";

const options = { seed: 3, chains: 2, warmup: 100, draws: 5, jitter: 0.1, workers: false } as const;

/** What the constraints add at a position: the log density of the program when nothing else adds to it. */
function logJacobian({ bound }: Target<unknown>): (position: Float64Array) => number {
  const { program } = bound.compiled;
  const sections = program.sections.map((section) => (section.kind === Section.Logp ? { ...section, stages: [] } : section));
  const bare = new EngineEvaluator(instantiate(coreModule()), encode({ ...program, sections }), bound.data);
  return (position) => bare.logp(position);
}

/** Every term of the log density but the constraints': rows, then priors and potentials. */
function termsOf({ bound }: Target<unknown>, draw: Float64Array): number[] {
  const { evaluator, compiled, checked } = bound.forSimulation();
  const rows = compiled.observations.reduce((sum, { dims }) => sum + rowsOf(dims, checked.dimSizes), 0);
  return [...evaluator.section(Section.RowLogp, draw).subarray(0, rows), ...evaluator.section(Section.PriorLogp, draw)];
}

/** Roundings of a few dozen operations a term. */
function expectSum(terms: readonly number[], total: number): void {
  const absolute = terms.reduce((sum, term) => sum + Math.abs(term), 0);
  expect(Math.abs(terms.reduce((sum, term) => sum + term, 0) - total)).toBeLessThanOrEqual(1e-12 * absolute);
}

describe.each(Object.keys(manyModels))("of the model %s", (name) => {
  const target = manyModels[name] as Target<unknown>;
  const jacobian = logJacobian(target);

  test("rows, priors, potentials and log-Jacobian add up to the log density", () => {
    for (const size of [0.1, 0.3, 1]) {
      const position = Float64Array.from({ length: target.dimension }, (_, i) => size * Math.sin(3.7 * (i + 1)));
      expectSum([...termsOf(target, target.bound.evaluator.constrain(position)), jacobian(position)], target.logp(position));
    }
  });

  if (name !== "directions")
    test("and to the stored one of each draw", async () => {
      const fit = await sample(target, options);
      const rows = fit.observations.map((observation) => fit.logLikelihood(observation).values);
      const parts = [...Object.values(logPrior(fit)), ...Object.values(logPotential(fit))];
      fit.sampleStats.lp.forEach((lp, draw) => {
        const likelihoods = rows.flatMap((values) => {
          const size = values.length / fit.sampleStats.lp.length;
          return [...values.subarray(draw * size, (draw + 1) * size)];
        });
        const chain = Math.floor(draw / fit.drawCount);
        const compact = fit.source.compact(chain, draw % fit.drawCount, (draw % fit.drawCount) + 1);
        const position = target.bound.evaluator.unconstrain(compact);
        expectSum([...likelihoods, ...parts.map(({ values }) => values[draw]!), jacobian(position)], lp);
      });
    });

  test("a model read from bytes gives the same log densities", async () => {
    const again = await sample(deserialize(serialize(target)), options);
    expect(logPrior(again)).toEqual(logPrior(await sample(target, options)));
  });
});

test("each parameter and each potential has one number a draw under its own name", async () => {
  const fit = await sample(manyModels["walk"]!, options);
  expect(Object.keys(logPrior(fit))).toEqual(["step", "level"]);
  expect(Object.keys(logPotential(fit))).toEqual(["smooth", "pull"]);
  const { shape, dims } = logPrior(fit)["level"]!;
  expect({ shape, dims }).toEqual({ shape: [2, 5], dims: ["chain", "draw"] });
});

test("a sampler's own program has no section for it", () => {
  for (const { bound } of Object.values(manyModels)) {
    expect(bound.compiled.program.sections.map(({ kind }) => kind)).not.toContain(Section.PriorLogp);
    expect(bound.forSimulation().compiled.program.sections.map(({ kind }) => kind)).toContain(Section.PriorLogp);
  }
});
