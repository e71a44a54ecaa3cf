/** The engine against the reference over random programs on every op, at row counts around nothing, pairs and blocks. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import { opTable } from "../../bindings/program/ops.js";
import { reference } from "../../bindings/program/reference/reference.js";
import { engine } from "./evaluators.js";
import { opsOf, type RandomProgram, randomProgram } from "./random_program.js";

/** 64 rounding units: what an engine's path of a dozen ops, each good to a few ulp, may differ by. */
const tolerance = 64 * 2 ** -53;

/** Sections whose outputs are compared, value by value. */
const forwardSections = [
  Section.Track,
  Section.RowLogp,
  Section.ComponentLogp,
  Section.Responsibilities,
  Section.ResponsibilitiesUnweighted,
  Section.Checks,
  Section.Simulate,
  Section.SimulatePrior,
  Section.PriorLogp,
];

function expectWithin(what: string, got: Float64Array, expected: Float64Array, scale: (i: number) => number): void {
  expect(got.length, what).toBe(expected.length);
  got.forEach((x, i) => {
    const difference = Math.abs(x - (expected[i] as number));
    if (difference <= tolerance * scale(i) || Object.is(x, expected[i])) return;
    expect.fail(
      `${what} ${i}: ${x} for ${expected[i]}, off by ${difference / 2 ** -53 / scale(i)} rounding units of ${scale(i)}`,
    );
  });
}

/** Values below this are held to its rounding units: nothing in a random program is meant to be smaller. */
const smallest = 0.3;

function expectAgreement({ program, data, position }: RandomProgram): void {
  const [fast, slow] = [engine(program, data), reference(program, data)];
  expect([fast.dimension, fast.parameterLength]).toEqual([slow.dimension, slow.parameterLength]);

  const expected = slow.logpAndGradient(position);
  const partials = slow.absolutePartials(position);
  const terms = slow.absoluteTerms(position);
  const got = fast.logpAndGradient(position);
  expectWithin(
    "logp",
    Float64Array.of(got.logp, fast.logp(position)),
    Float64Array.of(expected.logp, expected.logp),
    () => terms,
  );
  expectWithin("gradient", got.gradient, expected.gradient, (i) => partials[i] as number);

  const parameters = slow.constrain(position);
  const near =
    (values: Float64Array) =>
    (i: number): number =>
      Math.max(smallest, Math.abs(values[i] as number));
  expectWithin("parameter", fast.constrain(position), parameters, near(parameters));
  const back = slow.unconstrain(parameters);
  // Where a simplex comes back, up to 64 logarithms are summed with both signs.
  expectWithin("position", fast.unconstrain(parameters), back, (i) => Math.max(1, Math.abs(back[i] as number)));
  for (const evaluator of [fast, slow]) evaluator.stream(seed, 1, 2);
  for (const kind of forwardSections) {
    const outputs = slow.section(kind, parameters);
    expectWithin(`output of section ${kind}`, fast.section(kind, parameters), outputs, near(outputs));
  }
}

/** Set to search further than the test does: another seed, and more programs. */
const seed = Number(process.env.WASMCMC_PROGRAM_SEED ?? 20265);
const factor = Number(process.env.WASMCMC_PROGRAM_RUNS ?? 1);
const runs = (rows: number): number => factor * (rows < 64 ? 80 : 25);

describe("the engine agrees with the reference on random programs", () => {
  const drawn = new Set<number>();

  test.each([0, 1, 2, 3, 7, 64, 255, 256, 257])("over %i rows", { timeout: 120_000 }, (rows) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }).chain((groups) => randomProgram({ rows, groups })),
        (random) => {
          for (const op of opsOf(random.program)) drawn.add(op);
          expectAgreement(random);
        },
      ),
      { numRuns: runs(rows), seed: seed + rows, interruptAfterTimeLimit: 60_000 },
    );
  });

  test("over the whole op table", () => {
    expect(opTable.filter(({ op }) => !drawn.has(op)).map(({ name }) => name)).toEqual([]);
  });
});
