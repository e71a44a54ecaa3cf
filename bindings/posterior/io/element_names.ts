/** Names of the scalars that a variable is made of, as the summary labels them. */
import type { Label } from "../array.js";
import { sizeOf } from "../inference_data/check_dataset.js";
import type { Coordinates } from "../inference_data/variable.js";
import { countedLabels } from "./coordinates.js";

/** `mu`, `w[0]`, `theta[Choate]`, `cov[a, b]`, in row-major order; dims and shape without chain and draw. */
export function elementNames(name: string, dims: readonly string[], shape: readonly number[], coords: Coordinates): string[] {
  if (shape.length === 0) return [name];
  const labels = dims.map((dim, axis): readonly Label[] => coords[dim] ?? countedLabels(shape[axis]!));
  return Array.from({ length: sizeOf(shape) }, (_, element) => {
    let rest = element;
    const own: Label[] = [];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      own.unshift(labels[axis]![rest % shape[axis]!]!);
      rest = Math.floor(rest / shape[axis]!);
    }
    return `${name}[${own.join(", ")}]`;
  });
}
