/** The model's graph: what it says, and that the picture can be read. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dirichlet,
  exp,
  halfCauchy,
  index,
  mixture,
  model,
  modelGraph,
  normal,
  observe,
  param,
  sqrt,
  uniform,
  vector,
} from "../../../bindings/index.js";
import { arrow } from "../../../bindings/posterior/plots/graph_edges.js";
import type { GraphItem } from "../../../bindings/posterior/plots/graph_layers.js";
import { type GraphLayout, layoutGraph, type Placed } from "../../../bindings/posterior/plots/graph_layout.js";
import { type GraphDescription, plotGraph } from "../../../bindings/posterior/plots/index.js";

const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
  const m = param(uniform(0, 10));
  const b = param(normal(0, 25));
  const ln_s_out = param(uniform(-3, 4));
  const s_out = exp(ln_s_out.mul(2));
  const w = param(dirichlet([1, 1]));
  const outlier = normal(0, sqrt(yErr.square().add(s_out)));
  return { m, b, ln_s_out, w, s_out, y: observe(y, mixture(w, { line: normal(m.mul(x).add(b), yErr), outlier })) };
});

const schools = model({ score: vector("pupil"), school: index("school", "pupil") }, ({ score, school }) => {
  const mu = param(normal(0, 10));
  const tau = param(halfCauchy(5));
  const offset = param(normal(0, 1), { dims: "school" });
  const theta = offset.mul(tau).add(mu);
  return { mu, tau, offset, theta, score: observe(score, normal(theta.at(school), 1)) };
});

const sorted = ({ edges }: GraphDescription) => edges.map((edge) => edge.join(" -> ")).sort();

describe("modelGraph", () => {
  test("lists parameters, tracked expressions, observations and data with their dims", () => {
    const { nodes } = modelGraph(line);
    expect(nodes.map(({ name, kind, dims }) => [name, kind, dims.join()])).toEqual([
      ["m", "parameter", ""],
      ["b", "parameter", ""],
      ["ln_s_out", "parameter", ""],
      ["w", "parameter", ""],
      ["s_out", "deterministic", ""],
      ["y", "observed", "point"],
      ["x", "data", "point"],
      ["yErr", "data", "point"],
    ]);
    expect(nodes.find(({ name }) => name === "w")).toMatchObject({ distribution: "dirichlet", event: [2] });
  });

  test("has an arrow from each quantity to what is computed of it, by way of what has no name", () => {
    expect(sorted(modelGraph(line))).toEqual([
      "b -> y",
      "ln_s_out -> s_out",
      "m -> y",
      "s_out -> y",
      "w -> y",
      "x -> y",
      "yErr -> y",
    ]);
    expect(sorted(modelGraph(schools))).toEqual([
      "mu -> theta",
      "offset -> theta",
      "school -> score",
      "tau -> theta",
      "theta -> score",
    ]);
  });
});

const inside = (node: Placed, box: GraphLayout["boxes"][number]) =>
  node.x + node.width / 2 > box.x &&
  node.x - node.width / 2 < box.x + box.width &&
  node.y + node.height / 2 > box.y &&
  node.y - node.height / 2 < box.y + box.height;

/** Random graphs without circles, with up to three plates. */
const graphs = fc
  .array(
    fc.record({ plate: fc.constantFrom("", "", "a", "b", "c"), width: fc.integer({ min: 40, max: 140 }), late: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .chain((nodes) => {
    const items = nodes.map((node, i): GraphItem => ({ ...node, name: `n${i}`, height: 46 }));
    const pairs = items.flatMap(({ name }, i) => items.slice(i + 1).map((to) => [name, to.name] as const));
    return fc.record({ items: fc.constant(items), edges: pairs.length === 0 ? fc.constant([]) : fc.subarray(pairs) });
  });

describe("the layout of graphs", () => {
  test("lets no two nodes overlap, and puts each plate's box around its own nodes alone", () => {
    fc.assert(
      fc.property(graphs, ({ items, edges }) => {
        const { nodes, boxes } = layoutGraph(items, edges);
        const all = [...nodes.values()];
        for (const [i, a] of all.entries()) {
          for (const b of all.slice(i + 1)) {
            const apart =
              Math.abs(a.x - b.x) >= (a.width + b.width) / 2 - 1e-6 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2 - 1e-6;
            expect(apart, `${a.name} and ${b.name}`).toBe(true);
          }
        }
        for (const box of boxes)
          for (const node of all) expect(inside(node, box), `${node.name} in ${box.plate}`).toBe(node.plate === box.plate);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test("makes each plate's box as wide as its label", () => {
    const items = [
      { name: "a", plate: "row, item", width: 64, height: 46, late: false },
      { name: "b", plate: "", width: 64, height: 46, late: false },
    ];
    const { boxes, nodes, width } = layoutGraph(items, [["b", "a"]], () => 200);
    expect(boxes[0]!.width).toBeGreaterThanOrEqual(200);
    expect(boxes[0]!.x).toBeGreaterThan(0);
    expect(boxes[0]!.x + boxes[0]!.width).toBeLessThan(width);
    expect(boxes[0]!.x + boxes[0]!.width / 2).toBeCloseTo(nodes.get("a")!.x, 9);
  });

  test("puts effects below causes", () => {
    fc.assert(
      fc.property(graphs, ({ items, edges }) => {
        const { nodes } = layoutGraph(items, edges);
        for (const [from, to] of edges) expect(nodes.get(from)!.y).toBeLessThan(nodes.get(to)!.y);
      }),
      { numRuns: 300, seed: 8 },
    );
  });

  test("bends an arrow around a node that stands in its way", () => {
    const at = (name: string, y: number): Placed => ({ name, plate: "", x: 100, y, width: 80, height: 46 });
    const [top, middle, bottom] = [at("top", 30), at("middle", 130), at("bottom", 230)];
    const free = arrow(top, bottom, [top, bottom]).path;
    const bent = arrow(top, bottom, [top, middle, bottom]).path;
    expect(free).toMatch(/^M100,\S+Q100,\S+ 100,/);
    expect(bent).not.toMatch(/Q100,/);
  });
});

describe("plotGraph", () => {
  const marks = (svg: Element, attribute: string) =>
    [...svg.querySelectorAll(`[${attribute}]`)].map((element) => element.getAttribute(attribute));

  test("draws each node, arrow and plate", () => {
    const svg = plotGraph(modelGraph(line), { sizes: { point: 32 } });
    expect(marks(svg, "data-node").sort()).toEqual(["b", "ln_s_out", "m", "s_out", "w", "x", "y", "yErr"]);
    expect(marks(svg, "data-edge").length).toBe(7);
    expect(marks(svg, "data-plate")).toEqual(["point"]);
    expect(svg.querySelector("[data-plate-label]")?.textContent).toBe("point = 1..32");
    expect(svg.querySelectorAll('[data-node="y"] ellipse').length).toBe(1);
    expect(svg.querySelectorAll('[data-node="s_out"] rect').length).toBe(1);
    expect(svg.querySelectorAll('[data-node="x"] circle').length).toBe(1);
  });

  test("puts what was summed out between causes and effects, and leaves out what is not wanted", () => {
    const svg = plotGraph(modelGraph(line), {
      marginalised: [{ name: "yhat", from: ["m", "b", "s_out", "w", "x"], to: ["y"] }],
      without: ["ln_s_out"],
      plates: { point: "n = 1..N" },
      labels: { s_out: "σ² out" },
    });
    expect(marks(svg, "data-edge").sort()).toEqual(["b yhat", "m yhat", "s_out yhat", "w yhat", "x yhat", "yErr y", "yhat y"]);
    expect(svg.querySelector('[data-node="yhat"] ellipse')?.getAttribute("stroke-dasharray")).toBeTruthy();
    expect(svg.querySelector('[data-node="s_out"] text')?.textContent).toBe("σ² out");
  });

  test("refuses names that are not there, and an empty graph", () => {
    expect(() => plotGraph(modelGraph(line), { without: ["nothing"] })).toThrow(/no node "nothing"/);
    expect(() => plotGraph({ nodes: [], edges: [] })).toThrow(expect.objectContaining({ code: "empty-data" }));
  });
});
