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
  readonly rightAscensions: readonly GridLine[];
  readonly declinations: readonly GridLine[];
  /** Where a pole lies within the range. */
  readonly pole?: readonly [number, number];
}

const Wanted = 6;
/** About a pole all right ascensions meet: every two hours, or every 30 degrees. */
const WantedAboutPole = 12;
const Samples = 65;
/** Of lines that go round a pole: pieces this short stay within a tenth of a pixel of the circle. */
const SamplesAboutPole = 361;
const fractions = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const below = [...fractions, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
/** Round steps in seconds of time, and in seconds of arc. */
const hourSteps = [...below, 10800, 21600];
const arcSteps = [...below, 18000, 36000, 72000, 108000];
const decimalSteps = [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const degreeSteps = [...decimalSteps, 1, 2, 5, 10, 15, 30];

/** `longitudes` says how the first coordinate is written in "sexagesimal": right ascensions in hours, others in degrees. */
export function skyGrid(
  plane: SkyPlane,
  range: PlaneRange,
  format: AngleFormat,
  longitudes: "hours" | "degrees" = "hours",
): SkyGrid {
  const pole = poleWithin(plane, range);
  const inHours = format === "sexagesimal" && longitudes === "hours";
  const { ras, decs } = extentOf(plane, range, pole?.dec);
  const unit = inHours ? 15 : 1;
  const wanted = pole === undefined ? Wanted : WantedAboutPole;
  const raStep = stepOf((ras.to - ras.from) / unit, inHours ? "hours" : format, wanted);
  const decStep = stepOf(decs.to - decs.from, format, Wanted);
  const count = pole === undefined ? Samples : SamplesAboutPole;
  const longitudeLabel = (ra: number) =>
    format === "degrees" ? degrees(ra, raStep) : inHours ? hours(ra, raStep) : arc(ra, raStep, "");
  return {
    rightAscensions: turns(ras.from, ras.to, raStep * unit).map((ra) => ({
      points: samples(decs.from, decs.to, Samples).map((dec) => plane.toPlane(ra, dec)),
      label: longitudeLabel(((ra % 360) + 360) % 360),
    })),
    declinations: multiples(decs.from, decs.to, decStep)
      .filter((dec) => Math.abs(dec) < 90)
      .map((dec) => ({
        points: samples(ras.from, ras.to, count).map((ra) => plane.toPlane(ra, dec)),
        label: format === "degrees" ? degrees(dec, decStep) : arc(dec, decStep),
      })),
    ...(pole !== undefined && { pole: pole.place }),
  };
}

function poleWithin({ toPlane }: SkyPlane, range: PlaneRange): { dec: number; place: readonly [number, number] } | undefined {
  return [90, -90].map((dec) => ({ dec, place: toPlane(0, dec) })).find(({ place }) => isWithin(range, place));
}

interface Extent {
  readonly from: number;
  readonly to: number;
}

/** What coordinates the border has; about a pole all right ascensions, and declinations up to the pole. */
function extentOf(plane: SkyPlane, range: PlaneRange, pole: number | undefined): { ras: Extent; decs: Extent } {
  const edge = border(range).map(([x, y]) => plane.toSky(x, y));
  const centre = plane.toSky((range.x[0] + range.x[1]) / 2, (range.y[0] + range.y[1]) / 2);
  // Right ascensions are counted from the centre, so that 0 = 360 is no edge.
  const turned = edge.map(({ ra }) => centre.ra + ((((ra - centre.ra + 180) % 360) + 360) % 360) - 180);
  const heights = edge.map(({ dec }) => dec);
  if (pole !== undefined) heights.push(pole);
  const decs = { from: Math.min(...heights), to: Math.max(...heights) };
  if (pole !== undefined) return { ras: { from: 0, to: 360 }, decs };
  return { ras: { from: Math.min(...turned), to: Math.max(...turned) }, decs };
}

function border({ x, y }: PlaneRange): (readonly [number, number])[] {
  const along = samples(0, 1, Samples);
  const at = ([from, to]: readonly [number, number], t: number) => from + (to - from) * t;
  return along.flatMap((t) => [
    [at(x, t), y[0]],
    [at(x, t), y[1]],
    [x[0], at(y, t)],
    [x[1], at(y, t)],
  ]) as (readonly [number, number])[];
}

function samples(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** The smallest round step, in degrees or hours, that gives no more lines than wanted. */
function stepOf(span: number, format: AngleFormat | "hours", wanted: number): number {
  const seconds = format === "hours" ? hourSteps : arcSteps;
  const known = format === "degrees" ? degreeSteps : seconds.map((step) => step / 3600);
  return known.find((step) => span / step <= wanted) ?? known[known.length - 1]!;
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** Multiples in a part of the circle; 0 and 360 are one. */
function turns(from: number, to: number, step: number): number[] {
  return multiples(from, to, step).filter((angle, _, all) => angle - all[0]! < 360 - 1e-9);
}

function degrees(value: number, step: number): string {
  return `${value.toFixed(Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))}°`.replace("-", "−");
}

function hours(ra: number, step: number): string {
  return sexagesimal(ra / 15, step, ["ʰ", "ᵐ", "ˢ"]);
}

function arc(dec: number, step: number, plus = "+"): string {
  return `${dec < 0 ? "−" : plus}${sexagesimal(Math.abs(dec), step, ["°", "′", "″"])}`;
}

/** As many parts as the step needs; seconds with as many decimals. */
function sexagesimal(value: number, step: number, units: readonly [string, string, string]): string {
  const stepSeconds = step * 3600;
  const decimals = Math.max(0, Math.ceil(-Math.log10(stepSeconds) - 1e-9));
  const scale = 10 ** decimals;
  const total = Math.round(value * 3600 * scale);
  const whole = Math.floor(total / scale);
  const seconds = String(whole % 60).padStart(2, "0");
  const fraction = decimals === 0 ? "" : `.${String(total % scale).padStart(decimals, "0")}`;
  const parts = [String(Math.floor(whole / 3600)), String(Math.floor((whole % 3600) / 60)).padStart(2, "0"), seconds + fraction];
  const needed = stepSeconds >= 3600 - 1e-6 ? 1 : stepSeconds >= 60 - 1e-6 ? 2 : 3;
  return parts
    .slice(0, needed)
    .map((part, i) => part + units[i])
    .join("");
}

export function isWithin({ x, y }: PlaneRange, [column, row]: readonly [number, number]): boolean {
  const [[left, right], [low, high]] = [x, y];
  return (
    column >= Math.min(left, right) && column <= Math.max(left, right) && row >= Math.min(low, high) && row <= Math.max(low, high)
  );
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
