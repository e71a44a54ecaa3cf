/** Responsibilities of mixtures' components as variables of results. */
import { WasmcmcError } from "../errors.js";
import type { Coordinates, Variable } from "../posterior/inference_data/variable.js";
import type { Fit } from "./fit.js";

/** `y_membership`, [chain, draw, ...row dims, y_component], for each observed mixture; components are labelled by name. */
export function membershipVariables(fit: Fit): { variables: Record<string, Variable>; coords: Coordinates } {
  const mixtures = fit.bound.compiled.observations.filter(({ mixture }) => mixture !== undefined);
  const variables: Record<string, Variable> = {};
  const coords: Record<string, readonly string[]> = {};
  for (const { name } of mixtures) {
    const { responsibilities, components } = responsibilitiesOf(fit, name);
    const dims = responsibilities.dims.map((dim) => (dim === "component" ? `${name}_component` : dim));
    variables[`${name}_membership`] = { values: responsibilities.values, shape: responsibilities.shape, dims };
    coords[`${name}_component`] = components;
  }
  return { variables, coords };
}

function responsibilitiesOf(fit: Fit, name: string) {
  try {
    return fit.membership(name as never, { responsibilities: true });
  } catch (cause) {
    if (!(cause instanceof WasmcmcError) || cause.code !== "too-large") throw cause;
    throw new WasmcmcError({
      code: "too-large",
      problem: cause.message.replace(cause.remedy, "").trim(),
      remedy:
        "Leave memberships out here; fit.membership(name) has their means, and with { responsibilities: { thin } } some draws.",
      variable: "memberships",
      value: cause.value,
      cause,
    });
  }
}
