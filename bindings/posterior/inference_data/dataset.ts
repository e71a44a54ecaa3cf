/** A group of variables that share coordinates, as xarray's Dataset. */
import type { Attributes, Coordinates, Variable } from "./variable.js";

export interface Dataset {
  readonly variables: Readonly<Record<string, Variable>>;
  /** Labels by dim; each as long as the dim is in every variable that has it. */
  readonly coords: Coordinates;
  readonly attributes: Attributes;
}
