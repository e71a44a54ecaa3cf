/** Maps of the sky: stars over right ascension and declination, or over an image of the field, with a grid of coordinates. */
import { line, type Markish, text } from "@observablehq/plot";
import { galacticToIcrs, icrsToGalactic } from "../../data/sky/galactic.js";
import { fromTangentPlane, tangentPlane } from "../../data/sky/separation.js";
import { WasmcmcError } from "../../errors.js";
import { svgElement } from "./figure.js";
import { type Brightness, greyImage, type Stretch } from "./grey_image.js";
import { looksOf } from "./options.js";
import { type AngleFormat, type GridLine, isWithin, type PlaneRange, type SkyPlane, skyGrid } from "./sky_grid.js";
import { type GridLabel, gridLabels } from "./sky_labels.js";
import { checkField, checkStars, type StarPlotOptions, starCounts, starFigure, starMarks } from "./stars.js";
import type { Theme } from "./theme.js";

export interface SkyPlaces {
  /** ICRS degrees. */
  readonly ra: ArrayLike<number>;
  readonly dec: ArrayLike<number>;
}

/** A picture with world coordinates, as `readFitsImage` gives it. */
export interface SkyImage extends Brightness {
  readonly wcs?:
    | {
        /** Of its axes, as in the header: of "GLON-TAN" the grid is Galactic. */
        readonly types?: readonly [string, string];
        toSky(column: number, row: number): { longitude: number; latitude: number };
        toPixel(longitude: number, latitude: number): { column: number; row: number };
      }
    | undefined;
  /** Why it has none. */
  readonly wcsProblem?: string | undefined;
}

export interface SkyOptions extends Omit<StarPlotOptions, "radius"> {
  /** Below the stars; the map is then in its pixels. */
  readonly image?: SkyImage;
  readonly stretch?: Stretch;
  /** Of the map without an image: degrees; by default the middle of the stars. */
  readonly centre?: { readonly ra: number; readonly dec: number };
  /** Degrees from the centre to each side, without an image; by default what holds all stars. */
  readonly radius?: number;
  readonly format?: AngleFormat;
  /** Of a star's dot, in pixels. */
  readonly dotRadius?: number;
  /** Circles around the centre, in degrees, as masks of a field and of a cluster. */
  readonly circles?: readonly number[];
}

interface View {
  /** From ICRS. */
  readonly plane: SkyPlane;
  /** From the coordinates whose grid is drawn. */
  readonly gridPlane: SkyPlane;
  readonly system: "equatorial" | "Galactic";
  readonly range: PlaneRange;
  readonly centre: { readonly ra: number; readonly dec: number };
}

/** To the right, half of the longest label of a right ascension. */
const Margin = { marginLeft: 88, marginRight: 32, marginTop: 12, marginBottom: 44 };

/**
 * Where stars are: east to the left, in the gnomonic projection, lines of equal right ascension and declination below them.
 *
 *     plotSky({ ra, dec }, { membership, circles: [5 / 60, 15 / 60] })
 *     plotSky(undefined, { image: await readFitsImage("NGC6819.fits"), format: "sexagesimal" })
 *
 * Throws `length-mismatch` where columns differ in length, `bad-option` for an image of another shape or without world coordinates. Those of
 * an image are taken as ICRS, or Galactic: other systems (RADESYS) are not converted.
 */
export function plotSky(places: SkyPlaces | undefined, options: SkyOptions = {}): SVGSVGElement {
  const { ra, dec } = places ?? { ra: [], dec: [] };
  checkField(ra, options.radius);
  checkStars(ra.length, { dec, membership: options.membership });
  const view = options.image === undefined ? starView(ra, dec, options) : imageView(options.image);
  const spans = [Math.abs(view.range.x[1] - view.range.x[0]), Math.abs(view.range.y[1] - view.range.y[0])] as const;
  const alt = [options.image && "An image of the sky with coordinates", places && starCounts(ra, dec, options)]
    .filter(Boolean)
    .join("; ");
  const side = 460;
  const bar = options.membership === undefined ? 0 : 66;
  const height = Math.round((side * spans[1]) / spans[0]) + Margin.marginTop + Margin.marginBottom;
  const looks = looksOf(options, {
    width: side + Margin.marginLeft + Margin.marginRight + bar,
    height,
    alt: `${alt || "An empty map of the sky"}.`,
  });
  const planePlaces = Array.from(ra, (_, i) => insideOf(view.range, view.plane.toPlane(ra[i]!, dec[i]!)));
  const { radius: _, dotRadius, ...others } = options;
  const stars = { ...others, ...(dotRadius !== undefined && { radius: dotRadius }) };
  const marks: Markish[] = [
    ...(options.image === undefined ? [] : [backdrop(options.image, view.range, options.stretch)]),
    ...gridMarks(view, options.format ?? "degrees", looks.theme),
    ...(places === undefined
      ? []
      : starMarks(
          planePlaces.map(([x]) => x),
          planePlaces.map(([, y]) => y),
          stars,
          looks.theme,
        )),
    ...(options.circles ?? []).map((radius) => circle(view, radius, looks.theme)),
  ];
  const axis = { axis: null } as const;
  const plot = { ...Margin, x: { ...axis, domain: [...view.range.x] }, y: { ...axis, domain: [...view.range.y] }, marks };
  return starFigure(looks, plot, stars);
}

/** East is at positive x of the tangent plane; the range runs from there down, so that it is at the left. */
function starView(ra: ArrayLike<number>, dec: ArrayLike<number>, options: SkyOptions): View {
  const centre = options.centre ?? middleOf(ra, dec);
  const plane: SkyPlane = {
    toPlane: (longitude, latitude) => {
      const { xi, eta } = tangentPlane(centre, { ra: longitude, dec: latitude });
      return [xi, eta];
    },
    toSky: (xi, eta) => fromTangentPlane(centre, { xi, eta }),
  };
  const reach = Array.from(ra, (_, i) => Math.max(...plane.toPlane(ra[i]!, dec[i]!).map(Math.abs))).filter(Number.isFinite);
  const radius = options.radius ?? (reach.reduce((most, each) => Math.max(most, each), 0) * 1.03 || 1);
  return { plane, gridPlane: plane, system: "equatorial", centre, range: { x: [radius, -radius], y: [-radius, radius] } };
}

/** The mean direction: right ascensions are not averaged as numbers. */
function middleOf(ra: ArrayLike<number>, dec: ArrayLike<number>): { ra: number; dec: number } {
  const radian = Math.PI / 180;
  const sum = [0, 0, 0];
  for (let i = 0; i < ra.length; i++) {
    const [longitude, latitude] = [ra[i]! * radian, dec[i]! * radian];
    if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) continue;
    sum[0]! += Math.cos(latitude) * Math.cos(longitude);
    sum[1]! += Math.cos(latitude) * Math.sin(longitude);
    sum[2]! += Math.sin(latitude);
  }
  const [x, y, z] = sum as [number, number, number];
  return { ra: (((Math.atan2(y, x) / radian) % 360) + 360) % 360, dec: Math.atan2(z, Math.hypot(x, y)) / radian };
}

function imageView(image: SkyImage): View {
  const { wcs, shape } = image;
  const [rows = 0, columns = 0] = shape.slice(-2);
  const problem = imageProblem(image);
  if (wcs === undefined || problem !== undefined) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: problem!,
      remedy: "Pass an image of two axes with a TAN projection of equatorial or Galactic coordinates in its header.",
      variable: "image",
      value: shape,
    });
  }
  const gridPlane: SkyPlane = {
    toPlane: (longitude, latitude) => {
      const { column, row } = wcs.toPixel(longitude, latitude);
      return [column, row];
    },
    toSky: (column, row) => {
      const { longitude, latitude } = wcs.toSky(column, row);
      return { ra: longitude, dec: latitude };
    },
  };
  const system = wcs.types?.some((type) => /^GL(?:ON|AT)/.test(type)) ? "Galactic" : "equatorial";
  const plane = system === "Galactic" ? fromIcrs(gridPlane) : gridPlane;
  const range = { x: [-0.5, columns - 0.5], y: [-0.5, rows - 0.5] } as const;
  return { plane, gridPlane, system, centre: plane.toSky((columns - 1) / 2, (rows - 1) / 2), range };
}

function imageProblem({ wcs, wcsProblem, shape }: SkyImage): string | undefined {
  if (wcs === undefined) {
    return `The image has no world coordinates that are understood (TAN)${wcsProblem === undefined ? "" : `: ${wcsProblem}`}.`;
  }
  if (shape.length !== 2 || shape[0]! * shape[1]! === 0) return `The image has the shape [${shape.join(", ")}].`;
  const isKnown = wcs.types?.every((type) => /^(?:RA-|DEC-|GL(?:ON|AT))/.test(type)) ?? true;
  return isKnown ? undefined : `The image's axes are ${wcs.types!.join(" and ")}, neither equatorial nor Galactic.`;
}

/** A plane of Galactic coordinates as one of ICRS. */
function fromIcrs({ toPlane, toSky }: SkyPlane): SkyPlane {
  return {
    toPlane: (ra, dec) => {
      const { l, b } = icrsToGalactic(ra, dec);
      return toPlane(l, b);
    },
    toSky: (x, y) => {
      const { ra: l, dec: b } = toSky(x, y);
      return galacticToIcrs(l, b);
    },
  };
}

function insideOf(range: PlaneRange, place: readonly [number, number]): readonly [number, number] {
  return isWithin(range, place) ? place : [NaN, NaN];
}

function backdrop(picture: SkyImage, { x, y }: PlaneRange, stretch: Stretch | undefined): Markish {
  const source = greyImage(picture, stretch);
  return (_index, scales, _values, dimensions) => {
    const toX = scales.x as unknown as (value: number) => number;
    const toY = scales.y as unknown as (value: number) => number;
    const [left, top] = [Math.min(toX(x[0]), toX(x[1])), Math.min(toY(y[0]), toY(y[1]))];
    const width = dimensions.width - dimensions.marginLeft - dimensions.marginRight;
    const height = dimensions.height - dimensions.marginTop - dimensions.marginBottom;
    return svgElement("image", { x: left, y: top, width, height, href: source, preserveAspectRatio: "none" });
  };
}

function gridMarks({ gridPlane, range, system }: View, format: AngleFormat, theme: Theme): Markish[] {
  const grid = skyGrid(gridPlane, range, format, system === "Galactic" ? "degrees" : "hours");
  const { below, left, inside } = gridLabels(grid, range);
  const curve = ({ points }: GridLine) =>
    line(points as [number, number][], { stroke: theme.muted, strokeOpacity: 0.55, strokeWidth: 0.8, clip: true });
  const place = { x: (label: GridLabel) => label.x, y: (label: GridLabel) => label.y, text: "label", fill: theme.ink } as const;
  const [first, second] =
    system === "Galactic" ? ["Galactic longitude", "Galactic latitude"] : ["right ascension", "declination"];
  return [
    ...[...grid.rightAscensions, ...grid.declinations].map(curve),
    text(below, { ...place, dy: 14 }),
    text(left, { ...place, dx: -6, textAnchor: "end" }),
    text(inside, { ...place, stroke: theme.background, strokeWidth: 3 }),
    text([first], { frameAnchor: "bottom", dy: 34, fill: theme.ink }),
    text([second], { frameAnchor: "left", dx: -79, rotate: -90, textAnchor: "middle", fill: theme.ink }),
  ];
}

function circle({ plane, centre }: View, radius: number, theme: Theme): Markish {
  // In the tangent plane a circle of 60 degrees is wider than 60 degrees; one of 90 is not in it.
  const reach = radius < 90 ? (Math.tan((radius * Math.PI) / 180) * 180) / Math.PI : NaN;
  const points = Array.from({ length: 121 }, (_, i) => {
    const angle = (i / 120) * 2 * Math.PI;
    const offset = { xi: reach * Math.cos(angle), eta: reach * Math.sin(angle) };
    const { ra, dec } = fromTangentPlane(centre, offset);
    return plane.toPlane(ra, dec) as [number, number];
  });
  return line(points, { stroke: theme.reference, strokeWidth: 1.3, strokeDasharray: "5 4", clip: true });
}
