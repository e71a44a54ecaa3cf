import { describe, expect, test } from "vitest";
import { type LabelSwitchingInput, labelSwitching } from "../../../bindings/posterior/relabelling/label_switching.js";
import { Generator } from "../draw_sets.js";

const [chains, draws, points] = [4, 60, 30];
const names = ["a", "b", "c"];

/** Classifications with a component for every third point, noisy by `noise`; `labels` says which label a draw gives to component k. */
function input(
  labels: (chain: number, draw: number) => readonly number[],
  { noise = 0.3, seed = 1, ...rest }: Partial<LabelSwitchingInput> & { noise?: number; seed?: number } = {},
): LabelSwitchingInput {
  const generator = new Generator(seed);
  const size = points * names.length;
  const values = new Float64Array(chains * draws * size);
  for (let at = 0; at < chains * draws; at++) {
    const own = labels(Math.floor(at / draws), at % draws);
    for (let point = 0; point < points; point++) {
      const weights = names.map((_, k) => (point % 3 === k ? 1 : noise * generator.uniform()));
      const sum = weights.reduce((a, b) => a + b);
      for (let k = 0; k < names.length; k++) values[at * size + point * names.length + own[k]!] = weights[k]! / sum;
    }
  }
  const probabilities = (draw: number) => values.subarray(draw * size, (draw + 1) * size);
  return { observation: "y", names, chains, draws, points, components: names.length, probabilities, ...rest };
}

const same = () => [0, 1, 2];

describe("label switching", () => {
  test.each([0.01, 0.3, 1])("is not seen where labels are the same, classifications noisy by %d", (noise) => {
    for (let seed = 1; seed <= 10; seed++) expect(labelSwitching(input(same, { noise, seed }))).toBeUndefined();
  });

  test("between chains names them, the components and the chains they differ from", () => {
    const warning = labelSwitching(input((chain) => (chain === 1 || chain === 3 ? [1, 0, 2] : [0, 1, 2])));
    expect(warning).toMatchObject({ code: "label-switching", variable: "y" });
    expect(warning?.message).toBe(
      'Chains 1 and 3 have swapped the labels of components "a" and "b" of "y" against chains 0 and 2. Averages over all draws mix these components.',
    );
    expect(warning?.remedy).toContain('fit.relabel("y")');
    expect(warning?.remedy).toContain("ordered");
  });

  test("takes what most chains agree on for granted, whatever the pivot", () => {
    for (const pivot of [0, 100, 200]) {
      const { message } = labelSwitching(input((chain) => (chain === 0 ? [0, 2, 1] : same()), { pivot }))!;
      expect(message).toContain('Chain 0 has swapped the labels of components "b" and "c" of "y" against chains 1, 2 and 3.');
    }
  });

  test("tells different swaps of different chains apart", () => {
    const orders = [same(), [1, 2, 0], same(), [2, 1, 0]];
    const { message } = labelSwitching(input((chain) => orders[chain]!))!;
    expect(message).toContain('Chain 1 has swapped the labels of components "a", "b" and "c" of "y" against chains 0 and 2.');
    expect(message).toContain('Chain 3 has swapped the labels of components "a" and "c" of "y" against chains 0 and 2.');
  });

  test("within a chain is told from one between chains", () => {
    const { message } = labelSwitching(input((chain, draw) => (chain === 2 && draw % 20 < 5 ? [2, 1, 0] : same())))!;
    expect(message).toBe(
      'The labels of components "a" and "c" of "y" change places along chain 2. Averages over all draws mix these components.',
    );
  });

  test("at every draw of every chain is seen as well", () => {
    const generator = new Generator(5);
    const orders = [same(), [1, 2, 0], [2, 1, 0], [0, 2, 1]];
    const { message } = labelSwitching(input(() => orders[Math.floor(4 * generator.uniform())]!))!;
    expect(message).toContain('The labels of components "a", "b" and "c" of "y" change places along chains 0, 1, 2 and 3.');
  });

  test("is not sought between components that cannot change places", () => {
    const swapped = (chain: number) => (chain === 1 ? [1, 0, 2] : same());
    expect(labelSwitching(input(swapped, { groups: [0, 1, 1] }))).toBeUndefined();
    expect(labelSwitching(input(swapped, { groups: [0, 0, 1] }))).toBeDefined();
  });

  test("is not what a chain in another mode does, whose classification no permutation makes agree", () => {
    const found = input(same, { noise: 0.05 });
    const wrong = Float64Array.from(
      { length: points * 3 },
      (_, i) => (Math.floor(i / 3) < 12 ? [0.1, 0.1, 0.8] : [0.8, 0.1, 0.1])[i % 3]!,
    );
    const probabilities = (draw: number) => (draw >= 3 * draws ? wrong : found.probabilities(draw));
    expect(labelSwitching({ ...found, probabilities })).toBeUndefined();
  });
});
