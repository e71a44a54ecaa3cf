/** A column of labels: for each row of its dims, which member of the dim `Target` the row belongs to. */
import type { DataNode } from "./graph.js";

/** Made by `index(...)` in a model's data; used as `theta.at(school)` and `sum(x, { by: school })`. It is not a number. */
export class IndexColumn<Target extends string, Dims extends string> {
  constructor(readonly node: DataNode) {}

  get target(): Target {
    return this.node.target as Target;
  }

  get dims(): readonly Dims[] {
    return this.node.dims as readonly Dims[];
  }
}
