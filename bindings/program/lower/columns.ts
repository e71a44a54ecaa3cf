/** The program's data columns: one for each data column a model names, one more for each further element of its event. */
import { WasmcmcError } from "../../errors.js";
import type { DataNode } from "../../model/graph.js";
import type { Arena } from "./arena.js";
import type { Term } from "./term.js";

/** Which of the model's data fills a column of the program. */
export interface ColumnSource {
  readonly name: string;
  readonly space: number;
}

export class Columns {
  readonly sources: ColumnSource[] = [];
  private readonly byName = new Map<string, number>();

  constructor(private readonly arena: Arena) {}

  terms(node: DataNode): readonly Term[] {
    if (node.role === "index") {
      throw new WasmcmcError({
        code: "unsupported-model",
        problem: `The label column "${node.name}" stands where numbers are expected.`,
        variable: node.name,
        remedy: `Gather with it: parameter.at(${node.name}).`,
      });
    }
    const space = this.arena.spaces.named(node.dims);
    let column = this.byName.get(node.name);
    if (column === undefined) {
      column = this.sources.push({ name: node.name, space }) - 1;
      this.byName.set(node.name, column);
    }
    return [this.arena.column(column, space)];
  }
}
