/** Lines of equal right ascension and declination over a piece of the sky, with round values and their labels. */

/** From the sky (degrees) to a plane and back. */
export interface SkyPlane {
  toPlane(ra: number, dec: number): readonly [x: number, y: number];
  toSky(x: number, y: number): { readonly ra: number; readonly dec: number };
}

export interface PlaneRange {
  /** From left to right; the first may be the greater. */
  readonly x: readonly [number, number];
  /** From bottom to top. */
  readonly y: readonly [number, number];
}

export type AngleFormat = "degrees" | "sexagesimal";

export interface GridLine {
  readonly points: readonly (readonly [number, number])[];
  readonly label: string;
}

export interface SkyGrid {
  /** Labelled where they meet the lower edge. */
  readonly rightAscensions: readonly GridLine[];
  /** Labelled where they meet the left edge. */
  readonly declinations: readonly GridLine[];
}

const Wanted = 6;
const Samples = 65;
/** Round steps in seconds of arc, or for right ascensions as hours in seconds of time times 15. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000, 72000, 108000];
const decimalSteps = [1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];

export function skyGrid(plane: SkyPlane, range: PlaneRange, format: AngleFormat): SkyGrid {
  const edge = border(range).map(([x, y]) => plane.toSky(x, y));
  const centre = plane.toSky((range.x[0] + range.x[1]) / 2, (range.y[0] + range.y[1]) / 2);
  // Right ascensions are counted from the centre, so that 0 = 360 is no edge.
  const turned = edge.map(({ ra }) => centre.ra + ((((ra - centre.ra + 180) % 360) + 360) % 360) - 180);
  const decs = edge.map(({ dec }) => dec);
  const ras = { from: Math.min(...turned), to: Math.max(...turned), unit: format === "sexagesimal" ? 15 : 1 };
  const heights = { from: Math.min(...decs), to: Math.max(...decs), unit: 1 };
  const raStep = stepOf((ras.to - ras.from) / ras.unit, format);
  const decStep = stepOf(heights.to - heights.from, format);
  return {
    rightAscensions: multiples(ras.from, ras.to, raStep * ras.unit).map((ra) => ({
      points: samples(heights.from, heights.to).map((dec) => plane.toPlane(ra, dec)),
      label: format === "degrees" ? degrees(((ra % 360) + 360) % 360, raStep) : hours(((ra % 360) + 360) % 360, raStep),
    })),
    declinations: multiples(heights.from, heights.to, decStep).map((dec) => ({
      points: samples(ras.from, ras.to).map((ra) => plane.toPlane(ra, dec)),
      label: format === "degrees" ? degrees(dec, decStep) : arc(dec, decStep),
    })),
  };
}

function border({ x, y }: PlaneRange): (readonly [number, number])[] {
  const along = samples(0, 1);
  const at = ([from, to]: readonly [number, number], t: number) => from + (to - from) * t;
  return along.flatMap((t) => [
    [at(x, t), y[0]],
    [at(x, t), y[1]],
    [x[0], at(y, t)],
    [x[1], at(y, t)],
  ]) as (readonly [number, number])[];
}

function samples(from: number, to: number): number[] {
  return Array.from({ length: Samples }, (_, i) => from + ((to - from) * i) / (Samples - 1));
}

/** The smallest round step, in degrees or hours, that gives no more lines than wanted. */
function stepOf(span: number, format: AngleFormat): number {
  const known = format === "degrees" ? decimalSteps : steps.map((seconds) => seconds / 3600);
  return known.find((step) => span / step <= Wanted) ?? known[known.length - 1]!;
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

function degrees(value: number, step: number): string {
  return `${value.toFixed(Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))}°`.replace("-", "−");
}

function hours(ra: number, step: number): string {
  return sexagesimal(ra / 15, step, ["ʰ", "ᵐ", "ˢ"]);
}

function arc(dec: number, step: number): string {
  return `${dec < 0 ? "−" : "+"}${sexagesimal(Math.abs(dec), step, ["°", "′", "″"])}`;
}

/** As many parts as the step needs. */
function sexagesimal(value: number, step: number, units: readonly [string, string, string]): string {
  const seconds = Math.round(value * 3600);
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const needed = step * 3600 >= 3600 ? 1 : step * 3600 >= 60 ? 2 : 3;
  return parts
    .slice(0, needed)
    .map((part, i) => `${i === 0 ? part : String(part).padStart(2, "0")}${units[i]}`)
    .join("");
}

/** Where a line first crosses a horizontal (y) or vertical (x) edge inside the other axis' range; undefined where it does not. */
export function crossing(
  points: GridLine["points"],
  axis: "x" | "y",
  edge: number,
  [from, to]: readonly [number, number],
): number | undefined {
  const [along, across] = axis === "y" ? [1, 0] : [0, 1];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const share = (edge - a[along]!) / (b[along]! - a[along]!);
    if (!(share >= 0 && share <= 1)) continue;
    const place = a[across]! + (b[across]! - a[across]!) * share;
    if (place >= Math.min(from, to) && place <= Math.max(from, to)) return place;
  }
  return undefined;
}
