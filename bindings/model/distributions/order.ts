/** The relation of two bounds that are numbers: one is above the other. */
import { WasmcmcError } from "../../errors.js";

/** Throws where both are numbers and the second is not above the first; `allowEqual`: not below it. Each is a record of one. */
export function checkOrder(
  distribution: string,
  low: Readonly<Record<string, unknown>>,
  high: Readonly<Record<string, unknown>>,
  allowEqual = false,
): void {
  const [[lowName, lower], [highName, upper]] = [Object.entries(low)[0], Object.entries(high)[0]] as [Named, Named];
  if (typeof lower !== "number" || typeof upper !== "number" || lower < upper || (allowEqual && lower === upper)) return;
  throw new WasmcmcError({
    code: "parameter-value",
    problem: `${distribution}: ${highName} must be ${allowEqual ? "at or " : ""}above ${lowName}, but ${highName} is ${upper} and ${lowName} is ${lower}.`,
    remedy: "Give the lower bound first.",
    variable: highName,
    value: upper,
  });
}

type Named = [name: string, value: unknown];
