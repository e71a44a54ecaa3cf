import { expect, test } from "vitest";
import { columnsOf, dataNodes, vector } from "../../bindings/model/data.js";
import { describeNode } from "../../bindings/model/describe.js";
import { calc, type Expr, normal, param } from "../../bindings/model/index.js";
import { evaluate } from "./evaluate.js";
import { mistake } from "./mistake.js";

const m = param(normal(0, 1), { name: "m" });
const b = param(normal(0, 1), { name: "b" });
const { x } = columnsOf(dataNodes({ x: vector("point") })) as { x: Expr<"point", []> };
const value = (expr: Expr<string, []>): number | undefined => evaluate(expr.node)[0];

test("a template builds the graph that the methods build", () => {
  expect(calc`${m} * ${x} + ${b}`.node).toEqual(m.mul(x).add(b).node);
  expect(calc`${m} * ${x} + ${b}`.node.dims).toEqual(["point"]);
  expect(describeNode(calc`exp(2 * ${m}) / (1 + ${x}^2)`.node)).toBe("exp(2 * m) / (1 + (x ^ 2))");
});

test.each([
  [calc`1 + 2 * 3`, 7],
  [calc`(1 + 2) * 3`, 9],
  [calc`10 - 4 - 3`, 3],
  [calc`16 / 4 / 2`, 2],
  [calc`-3^2`, -9],
  [calc`(-3)^2`, 9],
  [calc`2^3^2`, 512],
  [calc`2**-1`, 0.5],
  [calc`--2`, 2],
  [calc`2 * -3`, -6],
  [calc`+4 - +1`, 3],
  [calc`1.5e1 + .5`, 15.5],
  [calc`1 + 1 == 2`, 1],
  [calc`3 <= 2`, 0],
  [calc`where(1 < 2, max(3, 4), 0)`, 4],
  [calc`square(${3}) - sqrt(4)`, 7],
  [
    calc`
      1 +
      ${2}
    `,
    3,
  ],
])("precedence is that of paper (case %#)", (expr, expected) => {
  expect(value(expr)).toBe(expected);
});

test.each([
  ["a missing operator", () => calc`${m} ${x}`, 5],
  ["a missing operand", () => calc`${m} * `, 7],
  ["an open parenthesis", () => calc`exp(${m}`, 8],
  ["an unknown function", () => calc`1 + sinh(2)`, 4],
  ["a bare variable", () => calc`m * ${x}`, 0],
  ["a wrong count of arguments", () => calc`1 + where(1, 2)`, 4],
  ["a strange character", () => calc`1 % 2`, 2],
  ["nothing at all", () => calc``, 0],
  ["a property of Object", () => calc`toString(1)`, 0],
])("%s is refused with its position", (_, run, position) => {
  const error = mistake(run);
  expect(error).toMatchObject({ code: "calc-syntax", variable: "calc", row: position });
});

test("the message points at the place", () => {
  expect(mistake(() => calc`2 * ${m} + sinh(${x})`).message).toMatchInlineSnapshot(`
    "calc: "sinh" is not a function it knows; a variable goes into \${sinh}, at position 11:
      2 * \${0} + sinh(\${1})
                 ^
     It knows + - * / ^, < <= > >= ==, parentheses, numbers, \${expressions} and functions such as exp(...) and where(c, a, b)."
  `);
});

test("a slot that is no expression is refused", () => {
  expect(mistake(() => calc`2 * ${"x" as never}`).code).toBe("not-an-expression");
});
