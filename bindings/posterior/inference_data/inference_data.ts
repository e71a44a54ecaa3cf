/** Results in ArviZ's schema: groups of variables over named dims, with coordinates and attributes. */
import { checkDataset } from "./check_dataset.js";
import type { Dataset } from "./dataset.js";
import type { Attributes } from "./variable.js";

export class InferenceData {
  /** Checks that values, shapes, dims and coordinates agree; copies nothing. */
  constructor(
    /** By ArviZ's names: posterior, sample_stats, log_likelihood, observed_data, ... */
    readonly groups: Readonly<Record<string, Dataset>>,
    readonly attributes: Attributes = {},
  ) {
    for (const [name, dataset] of Object.entries(groups)) checkDataset(name, dataset);
  }
}
