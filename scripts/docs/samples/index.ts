/** One table: the sample of each distribution. */
import type { Samples } from "../sample.js";
import { continuous } from "./continuous.js";
import { discrete } from "./discrete.js";
import { multivariate } from "./multivariate.js";
import { structures } from "./structures.js";
import { wrappers } from "./wrappers.js";

export const samples: Samples = { ...continuous, ...discrete, ...multivariate, ...structures, ...wrappers };
