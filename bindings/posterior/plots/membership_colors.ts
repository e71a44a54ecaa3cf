/** Points' colours by membership probability: classes few enough for a path each, drawn so that members end on top. */
import { scale } from "@observablehq/plot";
import { ProbabilityScale } from "./color_bar.js";
import type { Theme } from "./theme.js";

const Classes = 24;

export interface MembershipClasses {
  readonly colors: readonly string[];
  readonly classes: Uint8Array;
}

/** The last class is the highest probability; NaN (no part in the fit) has a class of its own, below all others. */
export function membershipClasses(probability: ArrayLike<number>, theme: Theme): MembershipClasses {
  const color = scale({ color: ProbabilityScale });
  const colors = Array.from({ length: Classes }, (_, i) => color.apply((i + 0.5) / Classes) as string);
  const classes = Uint8Array.from(probability, (value) =>
    Number.isNaN(value) ? 0 : 1 + Math.min(Classes - 1, Math.floor(value * Classes)),
  );
  return { colors: [theme.grid, ...colors], classes };
}
