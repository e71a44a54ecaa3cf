/** Sliders of the line's priors, each about the value that it starts at. */
import type { LinePriors } from "../messages.js";
import { slider } from "../page/slider.js";

/** `now` gives the priors as they are when a slider moves; `change` takes those that it makes of them. */
export function priorSliders(
  { slope, intercept, outliers, spread }: LinePriors,
  now: () => LinePriors,
  change: (priors: LinePriors, moving: boolean) => void,
): HTMLElement[] {
  const one = (
    label: string,
    key: keyof LinePriors,
    value: number,
    range: readonly [number, number, number],
    format = threeDigits,
  ) => {
    const [min, max, step] = range;
    const changed = (next: number, moving: boolean) => change({ ...now(), [key]: next }, moving);
    return slider({ label, min, max, step, value, format, change: changed }).element;
  };
  return [
    one("Slope: normal, sd", "slope", slope, [slope / 50, 3 * slope, slope / 50]),
    one("Intercept: normal, sd", "intercept", intercept, [intercept / 50, 3 * intercept, intercept / 50]),
    one("Share of outliers: beta, mean", "outliers", outliers, [0.02, 0.9, 0.01], (value) => `${Math.round(100 * value)} %`),
    one("Spread of outliers: half-normal, sd", "spread", spread, [spread / 30, 3 * spread, spread / 30]),
  ];
}

const threeDigits = (value: number): string => String(Number(value.toPrecision(3)));
