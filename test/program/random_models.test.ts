/**
 * Random models, lowered and run by the reference, against their graphs evaluated node by node without any lowering: what the
 * rewrites, the hoisting of sums and the stages do must not change what a model means. The engine runs the same programs.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import {
  type Expr,
  exp,
  index,
  log,
  lt,
  max,
  mean,
  min,
  mixture,
  model,
  normal,
  observe,
  param,
  softplus,
  stack,
  sum,
  tanh,
  vector,
  where,
} from "../../bindings/index.js";
import type { Node } from "../../bindings/model/graph.js";
import { referenceOf } from "./lowering.js";

const sizes: Readonly<Record<string, number>> = { row: 5, group: 3 };
const data: Readonly<Record<string, readonly number[]>> = {
  y: [0.3, -1.2, 2.1, 0.4, -0.6],
  x: [1, -0.5, 0.3, 2, -1.47],
  z: [0.7, -0.2, 1.1],
  g: [0, 2, 0, 0, 2],
};
type At = Readonly<Record<string, number>>;

/** A node's value at a place of its dims; `parameters` holds each param's values over its own dims. */
class Direct {
  constructor(private readonly parameters: ReadonlyMap<Node, readonly number[]>) {}

  value(node: Node, at: At): number {
    switch (node.kind) {
      case "constant":
        return node.values[0] as number;
      case "data":
        return data[node.name]?.[at[node.dims[0] as string] as number] as number;
      case "param":
        return this.parameters.get(node)?.[node.dims.length === 0 ? 0 : (at[node.dims[0] as string] as number)] as number;
      case "gather":
        return this.value(node.source, { ...at, [node.index.target as string]: this.label(node.index, at) });
      case "elementwise": {
        const [a, b, c] = node.args.map((arg) => this.value(arg, at)) as [number, number, number];
        return compute[node.op]?.(a, b, c) as number;
      }
      case "reduction": {
        if (node.over === "event") throw new Error("no events here");
        const by = "by" in node.over ? node.over.by : undefined;
        const over = by === undefined ? (node.over as readonly string[]) : ["row"];
        const places = Array.from({ length: sizes[over[0] ?? ""] ?? 1 }, (_, place) => ({
          ...at,
          ...(over[0] === undefined ? {} : { [over[0]]: place }),
        }));
        const members = by === undefined ? places : places.filter((place) => this.label(by, place) === at[by.target as string]);
        const total = members.reduce((sum, place) => sum + this.value(node.source, place), 0);
        return node.op === "mean" ? total / members.length : total;
      }
      default:
        throw new Error(`no ${node.kind} here`);
    }
  }

  private label(node: Node & { kind: "data" }, at: At): number {
    return data[node.name]?.[at["row"] as number] as number;
  }
}

const compute: Readonly<Record<string, (a: number, b: number, c: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  square: (a) => a * a,
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  softplus: (a) => Math.log1p(Math.exp(a)),
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  lt: (a, b) => Number(a < b),
  where: (a, b, c) => (a !== 0 ? b : c),
  reciprocal: (a) => 1 / a,
  sqrt: Math.sqrt,
};

// biome-ignore lint/suspicious/noExplicitAny: expressions of any dims, put together at random
type Any = Expr<any, []>;
// biome-ignore lint/suspicious/noExplicitAny: a column of labels
type Labels = any;

/** Grows an expression from choices; its values stay within a few units. */
class Grower {
  private next = 0;

  constructor(
    private readonly choices: readonly number[],
    private readonly leaves: readonly Any[],
    private readonly labels: Labels,
  ) {}

  private choose(count: number): number {
    const choice = this.choices[this.next % this.choices.length] as number;
    this.next += 1;
    return choice % count;
  }

  /** Over rows, or over fewer dims; never over groups. */
  forRows(depth: number): Any {
    const grown = this.grow(depth);
    return grown.dims.includes("group") ? grown.at(this.labels) : grown;
  }

  private grow(depth: number): Any {
    if (depth === 0) return this.leaves[this.choose(this.leaves.length)] as Any;
    const a = this.grow(depth - 1);
    const b = this.partner(a, depth - 1);
    switch (this.choose(14)) {
      case 0:
        return a.add(b);
      case 1:
        return a.sub(b);
      case 2:
        return tanh(a).mul(b);
      case 3:
        return a.mul(0.5).add(b);
      case 4:
        return a.div(softplus(b).add(1));
      case 5:
        return exp(tanh(a)).mul(0.5);
      case 6:
        return log(a.square().add(1));
      case 7:
        return where(lt(a, 0.0137), b, a.mul(0.25));
      case 8:
        return min(a, b);
      case 9:
        return max(a, b).neg();
      case 10:
        return a.dims.length > 0 ? a.sub(mean(a)) : a.square().mul(0.1);
      case 11:
        return a.dims.includes("row") ? sum(tanh(a), { by: this.labels }).at(this.labels) : a;
      case 12:
        return a.dims.includes("group") ? a.at(this.labels) : tanh(a);
      default:
        return a.sub(b).div(2).square().mul(-0.3);
    }
  }

  /** Another expression that `a` may be combined with: groups and rows do not mix without labels. */
  private partner(a: Any, depth: number): Any {
    const b = this.grow(depth);
    const mixed = a.dims.includes("row") && b.dims.includes("group");
    if (mixed) return b.at(this.labels);
    return a.dims.includes("group") && b.dims.includes("row") ? mean(b) : b;
  }
}

/** The bound that the engine is held to: 64 roundings of the sum of absolute terms, or of absolute partial products. */
const ROUNDINGS = 64 * 2 ** -53;

/** -0.5 z^2 - log sigma - log(2 pi) / 2 */
const normalLogp = (x: number, mu: number, sigma: number) =>
  -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
/** Numbers no two of which, nor their means, are equal but for a rounding: it would decide a comparison. */
const numbers = (count: number) =>
  fc
    .array(fc.integer({ min: -150, max: 150 }), { minLength: count, maxLength: count })
    .map((values) => values.map((k, i) => k / 97 + 0.0031 * Math.sqrt(2 + 7 * count + i)));

test("random models mean the same lowered and not", () => {
  const choices = fc.array(fc.nat(1000), { minLength: 12, maxLength: 40 });
  fc.assert(
    fc.property(choices, choices, choices, numbers(1), numbers(3), numbers(5), (first, second, third, a, theta, v) => {
      const nodes: { mean?: Node; scale?: Node; other?: Node; tracked?: Node } = {};
      const params: Node[] = [];
      const random = model({ y: vector("row"), x: vector("row"), z: vector("group"), g: index("group", "row") }, (columns) => {
        const free = {
          a: param(normal(0, 1)),
          theta: param(normal(0, 1), { dims: "group" }),
          v: param(normal(0, 1), { dims: "row" }),
        };
        params.push(free.a.node, free.theta.node, free.v.node);
        const leaves: Any[] = [free.a, free.theta, free.v, columns.x, columns.z, free.a.mul(2)];
        const grow = (from: readonly number[], depth: number) => new Grower(from, leaves, columns.g).forRows(depth);
        const location = grow(first, 4);
        const scale = exp(tanh(grow(second, 3)));
        const other = grow(third, 2);
        Object.assign(nodes, { mean: location.node, scale: scale.node, other: other.node, tracked: location.add(scale).node });
        const clumps = mixture(stack(0.25, 0.75), [normal(location, scale), normal(other, 2)]);
        return {
          ...free,
          tracked: location.add(scale),
          y: observe(columns.y, normal(location, scale)),
          x: observe(columns.x, clumps),
        };
      });
      const values = new Map<Node, readonly number[]>([
        [params[0] as Node, a],
        [params[1] as Node, theta],
        [params[2] as Node, v],
      ]);
      const direct = new Direct(values);
      const at = (node: Node | undefined, row: number) => direct.value(node as Node, { row });
      let expected = [...a, ...theta, ...v].reduce((total, value) => total + normalLogp(value, 0, 1), 0);
      let size = 20;
      for (let row = 0; row < 5; row++) {
        const [mu, sigma, rho] = [at(nodes.mean, row), at(nodes.scale, row), at(nodes.other, row)];
        const [y, x] = [data["y"]?.[row] as number, data["x"]?.[row] as number];
        const clump = Math.log(0.25 * Math.exp(normalLogp(x, mu, sigma)) + 0.75 * Math.exp(normalLogp(x, rho, 2)));
        expected += normalLogp(y, mu, sigma) + clump;
        size += Math.abs(normalLogp(y, mu, sigma)) + Math.abs(clump);
      }
      const evaluator = referenceOf(random, data);
      const position = Float64Array.from([...a, ...theta, ...v]);
      // The graphs are a dozen operations deep on numbers of order one: 1e-10 of the terms is far above their rounding.
      expect(Math.abs(evaluator.logp(position) - expected)).toBeLessThan(1e-10 * size);
      const { logp, gradient } = random.bind(data as never).logpAndGradient(position);
      expect(Math.abs(logp - evaluator.logp(position))).toBeLessThanOrEqual(ROUNDINGS * evaluator.absoluteTerms(position));
      const scale = evaluator.absolutePartials(position);
      const slopes = evaluator.logpAndGradient(position).gradient;
      gradient.forEach((slope, i) => {
        expect(Math.abs(slope - (slopes[i] as number))).toBeLessThanOrEqual(ROUNDINGS * (scale[i] as number));
      });
      const tracked = evaluator.section(Section.Track, position);
      tracked.forEach((value, row) => {
        const direct = at(nodes.tracked, row);
        expect(Math.abs(value - direct)).toBeLessThan(1e-10 * Math.max(1, Math.abs(direct)));
      });
    }),
    { seed: 20261122, numRuns: 400 },
  );
});
