import { expect, test } from "vitest";
import { columnsOf, dataNodes, index, matrix, vector } from "../../bindings/model/data.js";
import { describeNode } from "../../bindings/model/describe.js";
import * as wasmcmc from "../../bindings/model/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { evaluate } from "./evaluate.js";
import { mistake } from "./mistake.js";

const { dirichlet, dot, exp, IndexColumn, logSumExp, mean, normal, param, softmax, stack, sum, where } = wasmcmc;
const spec = {
  x: vector("point"),
  z: vector("school"),
  design: matrix("point", "feature"),
  school: index("school", "point"),
};
const columns = columnsOf(dataNodes(spec)) as wasmcmcColumns;
type wasmcmcColumns = import("../../bindings/model/data.js").Columns<typeof spec>;
const { x, z, design, school } = columns;
const m = param(normal(0, 1), { name: "m" });
const w = param(dirichlet([1, 1]), { name: "w" });
const theta = param(normal(0, 1), { dims: "school", name: "theta" });

const shape = (expr: AnyExpr) => ({ dims: expr.node.dims, event: expr.node.event });

test("dims broadcast in the order in which they appear", () => {
  expect(shape(m.mul(x))).toEqual({ dims: ["point"], event: [] });
  expect(shape(x.add(z).add(design))).toEqual({ dims: ["point", "school", "feature"], event: [] });
});

test("an arithmetic method makes one node over its operands", () => {
  expect(m.mul(2).node).toMatchObject({ kind: "elementwise", op: "mul", args: [m.node, { kind: "constant", values: [2] }] });
  expect(describeNode(m.mul(x).add(1).neg().node)).toBe("neg((m * x) + 1)");
});

test("events join numbers, scalars and events of their own length", () => {
  expect(shape(w.mul(2).add(m).sub(w))).toEqual({ dims: [], event: [2] });
  expect(shape(stack(x, 1, m))).toEqual({ dims: ["point"], event: [3] });
  expect(shape(stack(x, m).mul(x))).toEqual({ dims: ["point"], event: [2] });
});

test("a gather replaces the dim that the labels name by the dims of the labels", () => {
  expect(theta.at(school).node).toMatchObject({
    kind: "gather",
    source: theta.node,
    index: school.node,
    dims: ["point"],
    event: [],
  });
  const shares = param(dirichlet([1, 1, 1]), { dims: "school" });
  expect(shape(shares.at(school).at(2))).toEqual({ dims: ["point"], event: [] });
});

test("reductions go over the event first, else over all dims, over named dims or over groups", () => {
  expect(shape(sum(stack(x, x)))).toEqual({ dims: ["point"], event: [] });
  expect(shape(mean(design))).toEqual({ dims: [], event: [] });
  expect(shape(logSumExp(design, "feature"))).toEqual({ dims: ["point"], event: [] });
  expect(shape(sum(design, { by: school }))).toEqual({ dims: ["feature", "school"], event: [] });
  expect(sum(m).node).toBe(m.node);
});

test("an aggregate broadcasts back", () => {
  expect(shape(x.sub(mean(x)))).toEqual({ dims: ["point"], event: [] });
  expect(shape(x.sub(mean(x, { by: school }).at(school)))).toEqual({ dims: ["point"], event: [] });
});

test("softmax makes shares of a vector, however large its numbers", () => {
  expect(shape(softmax(stack(0, x)))).toEqual({ dims: ["point"], event: [2] });
  const [a, b] = evaluate(softmax(stack(0, Math.log(3))).node) as [number, number];
  expect(a).toBeCloseTo(0.25, 14);
  expect(b).toBeCloseTo(0.75, 14);
  expect(evaluate(softmax(stack(0, 1000)).node)).toEqual([0, 1]);
});

test("dot sums over the event or over the one shared dim", () => {
  const beta = param(normal(0, 1), { dims: "feature" });
  expect(dot(design, beta).node).toMatchObject({ kind: "reduction", op: "sum", over: ["feature"], dims: ["point"] });
  expect(dot(w, stack(1, 2)).node).toMatchObject({ kind: "reduction", over: "event", dims: [] });
  expect(shape(dot(design, design, "feature"))).toEqual({ dims: ["point"], event: [] });
});

test("every function of numbers computes what its name says", () => {
  const { log, log1p, expm1, sqrt, sin, cos, tanh } = wasmcmc;
  const unary = [exp, log, log1p, expm1, sqrt, sin, cos, tanh].map((make) => evaluate(make(0.3).node)[0]);
  const expected = [Math.exp, Math.log, Math.log1p, Math.expm1, Math.sqrt, Math.sin, Math.cos, Math.tanh].map((of) => of(0.3));
  expect(unary).toEqual(expected);
  const compared = [wasmcmc.lt(1, 2), wasmcmc.le(2, 2), wasmcmc.gt(1, 2), wasmcmc.ge(2, 2), wasmcmc.eq(1, 2)];
  expect(compared.flatMap((expr) => evaluate(expr.node))).toEqual([1, 1, 0, 1, 0]);
  expect(evaluate(where(0, exp(1), wasmcmc.max(3, wasmcmc.min(5, 4))).node)).toEqual([4]);
});

test("2 * m is refused and names .mul", () => {
  const error = mistake(() => 2 * (m as unknown as number));
  expect(error.code).toBe("operator-on-expression");
  expect(error.message).toMatchInlineSnapshot(
    `"An expression stands where JavaScript wants a number or a text, as in \`2 * m\`; its operators do not work on expressions. Write m.mul(2), and .add .sub .div .pow .neg likewise, or calc\`2 * \${m}\`."`,
  );
});

test("a simplex times a column is refused", () => {
  const error = mistake(() => w.mul(x as never));
  expect(error.code).toBe("event-broadcast");
  expect(error.message).toMatchInlineSnapshot(
    `"mul combines a vector of event shape [2] with an expression over "point"; an event does not broadcast over dims. Take one element with .at(k), or build the vector of each row with stack(...)."`,
  );
});

test("events of different lengths are refused", () => {
  const error = mistake(() => w.add(stack(1, 2, 3) as never));
  expect(error.code).toBe("event-mismatch");
  expect(error.message).toMatchInlineSnapshot(
    `"add combines event shapes [2] and [3]. Combine vectors of one length, or take elements with .at(k)."`,
  );
});

test("an element outside of an event is refused", () => {
  const error = mistake(() => w.at(2));
  expect(error).toMatchObject({ code: "position-out-of-range", value: 2 });
  expect(error.message).toMatchInlineSnapshot(`".at(2) reaches outside a vector of length 2. Give an integer from 0 to 1."`);
});

test("an element of what is over a dim is refused", () => {
  const error = mistake(() => theta.at(0 as never));
  expect(error).toMatchObject({ code: "position-out-of-range", value: 0 });
  expect(error.message).toMatchInlineSnapshot(
    `".at(0) needs a vector of static length, but theta is over "school". Pick along a dim with a column of labels: .at(index)."`,
  );
});

test("a gather from a parameter without the dim is refused", () => {
  const error = mistake(() => m.at(school as never));
  expect(error).toMatchObject({ code: "missing-dim", variable: "school" });
  expect(error.message).toMatchInlineSnapshot(
    `".at(school) picks along "school", but m is over no dims. Declare the parameter with dims: "school", or use a column of labels of another dim."`,
  );
});

test("labels as numbers are refused", () => {
  const error = mistake(() => x.mul(school as never));
  expect(error.code).toBe("not-an-expression");
  expect(error.message).toMatchInlineSnapshot(
    `"The column of labels school stands where an expression belongs; labels are not numbers. Use it as theta.at(labels) or sum(x, { by: labels })."`,
  );
  expect(school).toBeInstanceOf(IndexColumn);
});

test("a NaN as a constant is refused", () => {
  const error = mistake(() => m.mul(Number.NaN));
  expect(error.code).toBe("not-an-expression");
  expect(error.message).toMatchInlineSnapshot(`"A constant is NaN, which is not a number. Give numbers."`);
});

test("a sum over a dim that is not there is refused", () => {
  const error = mistake(() => sum(x, "school" as never));
  expect(error).toMatchObject({ code: "missing-dim", variable: "school" });
  expect(error.message).toMatchInlineSnapshot(
    `"sum runs over "school", but x is over "point". Name a dim that it has, or none for all of it."`,
  );
});

test("a dot over two shared dims asks for the one", () => {
  const error = mistake(() => dot(design, design));
  expect(error.code).toBe("ambiguous-dim");
  expect(error.message).toMatchInlineSnapshot(
    `"dot sums over the dim that both arguments have, but they are over "point", "feature" and "point", "feature". Name the dim: dot(a, b, "point")."`,
  );
});
