/** What was fitted: the model's graph, its priors and observations, and the data it was given. */
import type { Bound } from "../engine/bound.js";
import { definitionOf } from "../fit/compile.js";
import { type ModelGraph, modelGraph } from "../model/model_graph.js";
import { plotGraph } from "../posterior/plots/graph.js";
import { toSvg } from "../posterior/plots/save.js";
import { type Html, html, pictureOf, table } from "./html.js";
import { rounded } from "./numbers.js";

export function modelSection(bound: Bound): Html {
  const definition = definitionOf(bound.compiled);
  const graph = definition && modelGraph(definition);
  return html`<section><h2>What was fitted</h2>
${graph === undefined ? undefined : picture(graph, bound)}
${priors(bound)}
${observations(bound, graph)}
${data(bound)}</section>`;
}

function picture(graph: ModelGraph, bound: Bound): Html {
  const sizes = Object.fromEntries(bound.checked.dimSizes);
  const caption = "The model: parameters as ellipses, observations shaded, computed quantities as boxes, data as dots.";
  return pictureOf(toSvg(plotGraph(graph, { theme: "page", sizes })), caption);
}

const shape = (axes: readonly (string | number)[]): string => (axes.length === 0 ? "one number" : axes.join(" × "));

function priors({ compiled }: Bound): Html {
  const rows = compiled.parameters.map(({ name, dims, event, prior, constraint }) => {
    return [name, shape([...dims, ...event]), html`<code>${prior}</code>`, constraint === "none" ? "" : constraint];
  });
  const columns = [{ name: "parameter" }, { name: "shape" }, { name: "prior" }, { name: "constraint" }];
  return table("Priors", columns, rows);
}

function observations({ compiled }: Bound, graph: ModelGraph | undefined): Html {
  const rows = compiled.observations.map(({ name, dims, mixture }) => {
    const text = graph?.nodes.find((node) => node.name === name)?.text;
    const components = mixture === undefined ? "" : `mixture of ${mixture.components.join(", ")}`;
    return [name, shape(dims), html`<code>${text ?? components}</code>`];
  });
  return table("Observations", [{ name: "observed" }, { name: "rows" }, { name: "distribution" }], rows);
}

function data({ compiled, checked }: Bound): Html {
  const sizeOf = (dims: readonly string[]) => dims.map((dim) => `${dim} (${checked.dimSizes.get(dim) ?? 1})`);
  const rows = compiled.data.map(({ name, dims, role, target }) => {
    if (role === "index") {
      const labels = checked.coords
        .get(target ?? "")
        ?.slice(0, 4)
        .join(", ");
      return [name, shape(sizeOf(dims)), "", "", "", `labels of ${target}${labels === undefined ? "" : `: ${labels}, …`}`];
    }
    const values = checked.columns.get(name) ?? new Float64Array(0);
    const { least, mean, most } = rangeOf(values);
    return [name, shape(sizeOf(dims)), rounded(least), rounded(mean), rounded(most), ""];
  });
  const numeric = ["least", "mean", "greatest"].map((name) => ({ name, numeric: true }));
  return table("Data", [{ name: "column" }, { name: "rows" }, ...numeric, { name: "" }], rows);
}

function rangeOf(values: Float64Array): { least: number; mean: number; most: number } {
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  return { least, mean: sum / values.length, most };
}
