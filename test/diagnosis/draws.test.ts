/** What a diagnosis says of draws from anywhere. */
import { describe, expect, test } from "vitest";
import {
  type DiagnosisInput,
  diagnoseDraws,
  type Edge,
  type NamedArray,
  namedArray,
  type Problem,
} from "../../bindings/index.js";
import { RandomNumbers } from "../../bindings/posterior/statistics/random_numbers.js";

const [Chains, Draws] = [4, 1000];
const Count = Chains * Draws;
const stats = { chains: Chains, draws: Draws };

function made(seed: number, value: (random: RandomNumbers, i: number) => number): Float64Array {
  const random = new RandomNumbers(seed);
  return Float64Array.from({ length: Count }, (_, i) => value(random, i));
}

const normals = (seed: number): Float64Array => made(seed, (random) => random.normal());
const scalar = (values: Float64Array): NamedArray => namedArray(values, [Chains, Draws], ["chain", "draw"]);
const table = (columns: readonly Float64Array[]): NamedArray =>
  namedArray(
    Float64Array.from(
      { length: Count * columns.length },
      (_, i) => columns[i % columns.length]![Math.floor(i / columns.length)]!,
    ),
    [Chains, Draws, columns.length],
    ["chain", "draw", "k"],
  );
const exponentials = (seed: number, scale = 1): Float64Array => made(seed, (random) => scale * random.gamma(1));

/** Independent draws, but where something is said. */
function problems(input: Partial<DiagnosisInput> = {}): readonly Problem[] {
  return diagnoseDraws({ arrays: { x: scalar(normals(1)) }, stats, ...input }).problems;
}

const codes = (input: Partial<DiagnosisInput>): string[] => problems(input).map(({ code }) => code);

function walk(phi: number, seed = 2): Float64Array {
  let state = 0;
  return made(seed, (random, i) => {
    state = i % Draws === 0 ? random.normal() : phi * state + Math.sqrt(1 - phi * phi) * random.normal();
    return state;
  });
}

describe("draws from anywhere", () => {
  test("that are independent have no problem", () => {
    const lp = normals(7);
    const report = diagnoseDraws({
      arrays: { x: scalar(normals(1)), y: table([normals(2), normals(3)]) },
      stats: { ...stats, lp },
    });
    expect([report.problems, report.healthy, String(report)]).toEqual([[], true, "No problem was found: the draws may be used."]);
  });

  test("that are much alike mix slowly, which is told once", () => {
    const [first, ...others] = problems({ arrays: { x: scalar(walk(0.99)) } });
    expect([first?.code, first?.variable, others]).toEqual(["slow-mixing", "x", []]);
    // An autoregression of 0.99 has (1 + phi) / (1 - phi) = 199 draws to an independent one; few of them were made.
    expect(Number(/alike: (\d+) of them/.exec(first!.message)![1])).toBeGreaterThan(100);
    expect(first?.symptoms.map(({ code }) => code)).toEqual(["r-hat", "low-ess"]);
  });

  test("that are few are told how many would do", () => {
    const few = { x: namedArray(normals(1).slice(0, 240), [4, 60], ["chain", "draw"]) };
    const [first, ...others] = problems({ arrays: few, stats: { chains: 4, draws: 60 } });
    expect([first?.code, others]).toEqual(["too-few-draws", []]);
    expect(first?.remedy).toMatch(/Some [1-3]00 draws a chain/);
  });

  test("that are a handful are judged by their number alone", () => {
    for (const draws of [1, 2, 5, 49]) {
      const apart = made(3, (random, i) => 10 * Math.floor(i / draws) + random.normal()).slice(0, 4 * draws);
      const [first, ...others] = problems({
        arrays: { x: namedArray(apart, [4, draws], ["chain", "draw"]) },
        stats: { chains: 4, draws },
      });
      expect([first?.code, others.map(({ severity }) => severity).filter((severity) => severity !== "note")]).toEqual([
        "too-few-draws",
        [],
      ]);
    }
  });

  test("of a chain that repeats one place have that as their cause", () => {
    const frozen = normals(1).map((value, i) => (i < Draws ? 0.3 : value));
    const [first, ...others] = problems({ arrays: { x: scalar(frozen) } });
    expect([first?.code, first?.severity, others]).toEqual(["stuck-chain", "error", []]);
  });

  test("of chains whose steps differ threefold are told so", () => {
    const steps = (ratio: number) => made(1, (_, i) => (i < Draws ? 0.1 : 0.1 * ratio));
    expect(codes({ stats: { ...stats, step_size: steps(4) } })).toEqual(["step-sizes"]);
    expect(codes({ stats: { ...stats, step_size: steps(1.5) } })).toEqual([]);
  });

  test("whose energies change slowly have a low E-BFMI", () => {
    // Of an autoregression E-BFMI is 2 (1 - phi): 0.2 and 0.6, with standard errors under 0.02.
    expect(codes({ stats: { ...stats, energy: walk(0.9) } })).toEqual(["low-bfmi"]);
    expect(codes({ stats: { ...stats, energy: walk(0.7) } })).toEqual([]);
  });

  test("that begin far below where they stay are drifting", () => {
    const lp = normals(4).map((value, i) => value - 30 * Math.exp(-(i % Draws) / 100));
    expect(codes({ stats: { ...stats, lp } })).toEqual(["drifting"]);
    expect(codes({ stats: { ...stats, lp }, settings: { warmup: 20 } })).toEqual(["short-warmup"]);
  });

  test("with Cauchy tails have no mean, with a normal's or a Student's of 4 they do", () => {
    const ratio = (power: number) => made(5, (random) => random.normal() / Math.sqrt(random.gamma(power / 2) / (power / 2)));
    const [first] = problems({ arrays: { x: scalar(ratio(1)) } });
    expect(first).toMatchObject({ code: "heavy-tails", variable: "x" });
    expect(codes({ arrays: { x: scalar(ratio(4)) } })).toEqual([]);
  });

  test("of one chain, or of constants, are healthy with a note", () => {
    const report = diagnoseDraws({
      arrays: {
        x: namedArray(normals(1), [1, Count], ["chain", "draw"]),
        one: namedArray(normals(1).fill(1), [1, Count], ["chain", "draw"]),
      },
      stats: { chains: 1, draws: Count },
    });
    expect(report.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ["one-chain", "note"],
      ["constant", "note"],
    ]);
    expect(report.healthy).toBe(true);
  });
});

describe("divergences", () => {
  const x = normals(1);
  const told = (diverging: ArrayLike<number>, more: Partial<DiagnosisInput> = {}) =>
    problems({ arrays: { x: scalar(x), y: scalar(normals(9)) }, stats: { ...stats, diverging }, ...more });

  test("are placed in the region where most of them lie", () => {
    const [first] = told(x.map((value) => (value < -1.7 ? 1 : 0)));
    expect(first?.variable).toBe("x");
    expect(first?.message).toMatch(/They lie at small x \((\d+) of \1 below its 10 % quantile, -1\.\d+\)\.$/);
    const [upper] = told(x.map((value) => (value > 1.7 ? 1 : 0)));
    expect(upper?.message).toContain("at large x");
  });

  test("that lie anywhere have no place", () => {
    const [first] = told(x.map((_, i) => (i % 40 === 0 ? 1 : 0)));
    expect([first?.variable, /They lie/.test(first!.message)]).toEqual([undefined, false]);
  });

  test("are laid to a low targetAccept", () => {
    const [first] = told(
      x.map((_, i) => (i % 40 === 0 ? 1 : 0)),
      { settings: { targetAccept: 0.6 } },
    );
    expect(first?.remedy).toMatch(/^Steps are long because `targetAccept` is 0\.6\. Raise `targetAccept`/);
  });

  test("in a funnel's neck are its symptom", () => {
    const tau = normals(1);
    const arrays = { tau: scalar(tau), x: table([2, 3, 4, 5].map((seed) => normals(seed).map((z, i) => z * Math.exp(tau[i]!)))) };
    const [first, ...others] = problems({ arrays, stats: { ...stats, diverging: tau.map((value) => (value < -1.5 ? 1 : 0)) } });
    expect(first).toMatchObject({ code: "funnel", variable: "tau", symptoms: [{ code: "divergences", variable: "tau" }] });
    expect(others).toEqual([]);
    const flat = { tau: scalar(tau), x: table([2, 3, 4, 5].map(normals)) };
    const [plain] = problems({ arrays: flat, stats: { ...stats, diverging: tau.map((value) => (value < -1.5 ? 1 : 0)) } });
    expect(plain?.code).toBe("divergences");
  });
});

describe("parameters that go together", () => {
  const sum = normals(1);
  const difference = normals(2);
  const arrays = {
    a: scalar(sum.map((s, i) => 0.001 * s + difference[i]!)),
    b: scalar(sum.map((s, i) => 0.001 * s - difference[i]!)),
  };
  const prior = (sd: number) => ({ a: scalar(normals(3).map((z) => sd * z)), b: scalar(normals(4).map((z) => sd * z)) });

  test("are not identified where each is as wide as its prior", () => {
    expect(problems({ arrays, prior: prior(1.4) })[0]).toMatchObject({ code: "not-identified", severity: "error" });
  });

  test("are only correlated where the data know each, which is no problem to a sampler that copes", () => {
    expect(codes({ arrays, prior: prior(100) })).toEqual([]);
    const reached_max_treedepth = normals(1).map((_, i) => (i % 2 === 0 ? 1 : 0));
    const [first, ...others] = problems({ arrays, prior: prior(100), stats: { ...stats, reached_max_treedepth } });
    expect(first).toMatchObject({ code: "strong-correlation", symptoms: [{ code: "tree-depth" }] });
    expect(others).toEqual([]);
  });

  test("by design do not count", () => {
    const share = made(1, (random) => random.uniform());
    const w = table([share, share.map((p) => 1 - p)]);
    expect(codes({ arrays: { w }, prior: { w }, tied: ["w"] })).toEqual([]);
  });
});

describe("draws at the end of a range", () => {
  const edge = (distances: Float64Array, more: Partial<Edge> = {}): { readonly edges: readonly Edge[] } => ({
    edges: [{ label: "x", side: "upper", at: 10, width: 10, natural: false, distances, ...more }],
  });
  const half = normals(6).map(Math.abs);

  test("pile up if the density is highest there", () => {
    expect(problems(edge(exponentials(5, 0.3)))[0]).toMatchObject({ code: "at-bound", severity: "warning", variable: "x" });
    expect(codes(edge(half.map((d) => 0.3 * d)))).toEqual(["at-bound"]);
  });

  test("do not if it falls off, or if the draws fill the range", () => {
    expect(codes(edge(normals(6).map((z) => 2 + 0.5 * z)))).toEqual([]);
    expect(codes(edge(made(6, (random) => 10 * random.uniform())))).toEqual([]);
  });

  test("of a scale at 0 are worth a note, and only where the prior is much wider", () => {
    const scale = (prior: number) =>
      edge(
        half.map((d) => 0.1 * d),
        { side: "lower", at: 0, width: Infinity, natural: true, priorDistances: half.map((d) => prior * d) },
      );
    const report = diagnoseDraws({ arrays: { x: scalar(normals(1)) }, stats, ...scale(5) });
    expect([report.problems.map(({ code, severity }) => [code, severity]), report.healthy]).toEqual([
      [["at-bound", "note"]],
      true,
    ]);
    expect(codes(scale(0.2))).toEqual([]);
  });
});

describe("a posterior far out in its prior", () => {
  const at = (center: number) => ({ arrays: { x: scalar(normals(1).map((z) => center + 0.1 * z)) } });
  const prior = { x: scalar(normals(8)) };

  test("is a conflict by draws from the prior", () => {
    expect(codes({ ...at(6), prior })).toEqual(["prior-data-conflict"]);
    expect(codes({ ...at(2), prior })).toEqual([]);
  });

  test("is none at an edge where the prior's density is high", () => {
    const x = exponentials(5, 1e-5);
    const zero: Edge = { label: "x", side: "lower", at: 0, width: Infinity, natural: true, distances: x };
    const report = diagnoseDraws({
      arrays: { x: scalar(x) },
      stats,
      prior: { x: scalar(normals(8).map(Math.abs)) },
      edges: [zero],
    });
    expect(report.problems.map(({ code }) => code)).not.toContain("prior-data-conflict");
  });

  test("is judged by a closed form where one is given, with regard to how many elements there are", () => {
    const tails = (count: number, logShare: number) =>
      Array.from({ length: count }, (_, k) => ({
        label: `x[${k}]`,
        variable: "x",
        logShare: k === 0 ? logShare : -1,
        drop: k === 0 ? 5 : 0,
      }));
    expect(codes({ tails: tails(1, Math.log(5e-4)) })).toEqual(["prior-data-conflict"]);
    expect(codes({ tails: tails(100, Math.log(5e-4)) })).toEqual([]);
    const [far] = problems({ tails: tails(1, -1000) });
    expect(far?.message).toContain("which has nothing that a number could hold of its mass so far out");
  });
});

test("a report says what, what it means, what to try and what it explains, worst first", () => {
  const apart = normals(1).map((z, i) => z + (i < Draws ? 20 : 0));
  const lp = normals(4).map((z, i) => z - (i < Draws ? 50 : 0));
  const report = diagnoseDraws({
    arrays: { m: scalar(apart), x: scalar(normals(2).map((z) => 6 + 0.1 * z)) },
    stats: { ...stats, lp },
    prior: { x: scalar(normals(8)) },
  });
  expect(report.verdict).toBe("These draws should not be used as they are. Worst: separate-chains in m (and 1 more problem).");
  const text = String(report);
  expect(text).toMatch(
    /\n1\. Chains sit in different places .*\n {3}Meaning: .*\n {3}Try: .*\n {3}It explains: R-hat .*\n {3}It explains: /,
  );
  expect(text).toMatch(/\n2\. The data put x far out in its prior, which has a share of \de-\d of its mass/);
});
