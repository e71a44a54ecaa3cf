/** Results in ArviZ's schema: groups of variables over named dims, with coordinates and attributes. */
import type { Dataset } from "./dataset.js";
import type { Attributes } from "./variable.js";

export class InferenceData {
  constructor(
    /** By ArviZ's names: posterior, sample_stats, log_likelihood, observed_data, ... */
    readonly groups: Readonly<Record<string, Dataset>>,
    readonly attributes: Attributes = {},
  ) {}
}
