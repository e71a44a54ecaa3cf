/** The scale of colours beside a plot: what each colour stands for. */
import * as Plot from "@observablehq/plot";
import type { Panel } from "./figure.js";
import type { Theme } from "./theme.js";

/** Colours of probabilities from 0 to 1; its ends differ in lightness, so it can be read without hue. */
export const ProbabilityScale: Plot.ScaleOptions = { type: "linear", scheme: "viridis", domain: [0, 1] };

export const ColorBarWidth = 66;

const Steps = 64;

/** A bar of the colours of a scale, with its numbers to the right of it. */
export function colorBar(
  place: {
    readonly x: number;
    readonly y: number;
    readonly height: number;
    readonly marginTop: number;
    readonly marginBottom: number;
  },
  label: string,
  scale: Plot.ScaleOptions,
  theme: Theme,
): Panel {
  const [low, high] = scale.domain as [number, number];
  const width = (high - low) / Steps;
  const steps = Array.from({ length: Steps }, (_, i) => low + i * width);
  return {
    x: place.x,
    y: place.y,
    width: ColorBarWidth,
    height: place.height,
    plot: {
      marginTop: place.marginTop,
      marginBottom: place.marginBottom,
      marginLeft: 8,
      marginRight: 42,
      color: scale,
      x: { axis: null },
      y: { domain: [low, high], axis: "right", label, labelAnchor: "center", labelArrow: "none", ticks: 5, tickSize: 3 },
      marks: [
        Plot.rect(steps, { y1: (d: number) => d, y2: (d: number) => d + width, fill: (d: number) => d + width / 2, inset: -0.3 }),
        Plot.frame({ stroke: theme.grid }),
      ],
    },
  };
}
