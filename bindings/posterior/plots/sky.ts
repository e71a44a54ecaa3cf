/** Maps of the sky: stars over right ascension and declination, or over an image of the field, with a grid of coordinates. */
import { line, type Markish, text } from "@observablehq/plot";
import { fromTangentPlane, tangentPlane } from "../../data/sky/separation.js";
import { WasmcmcError } from "../../errors.js";
import { svgElement } from "./figure.js";
import { type Brightness, greyImage, type Stretch } from "./grey_image.js";
import { looksOf } from "./options.js";
import { type AngleFormat, crossing, type GridLine, type PlaneRange, type SkyPlane, skyGrid } from "./sky_grid.js";
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
        toSky(column: number, row: number): { longitude: number; latitude: number };
        toPixel(longitude: number, latitude: number): { column: number; row: number };
      }
    | undefined;
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
  readonly plane: SkyPlane;
  readonly range: PlaneRange;
  readonly centre: { readonly ra: number; readonly dec: number };
}

const Margin = { marginLeft: 78, marginRight: 14, marginTop: 12, marginBottom: 44 };

/**
 * Where stars are: east to the left, in the gnomonic projection, lines of equal right ascension and declination below them.
 *
 *     plotSky({ ra, dec }, { membership, circles: [5 / 60, 15 / 60] })
 *     plotSky(undefined, { image: await readFitsImage("NGC6819.fits"), format: "sexagesimal" })
 *
 * Throws `length-mismatch` where columns differ in length, `bad-option` for an image without world coordinates or of another shape.
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
  const planePlaces = Array.from(ra, (_, i) => insideOf(view, view.plane.toPlane(ra[i]!, dec[i]!)));
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
  return { plane, centre, range: { x: [radius, -radius], y: [-radius, radius] } };
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
  if (wcs === undefined || shape.length !== 2 || rows * columns === 0) {
    throw new WasmcmcError({
      code: "bad-option",
      problem:
        wcs === undefined
          ? "The image has no world coordinates that are understood (TAN)."
          : `The image has the shape [${shape.join(", ")}].`,
      remedy: "Pass an image of two axes with a TAN projection in its header.",
      variable: "image",
      value: shape,
    });
  }
  const plane: SkyPlane = {
    toPlane: (ra, dec) => {
      const { column, row } = wcs.toPixel(ra, dec);
      return [column, row];
    },
    toSky: (column, row) => {
      const { longitude, latitude } = wcs.toSky(column, row);
      return { ra: longitude, dec: latitude };
    },
  };
  return { plane, centre: plane.toSky(columns / 2, rows / 2), range: { x: [-0.5, columns - 0.5], y: [-0.5, rows - 0.5] } };
}

function isWithin({ range }: View, [x, y]: readonly [number, number]): boolean {
  const [[left, right], [low, high]] = [range.x, range.y];
  return x >= Math.min(left, right) && x <= Math.max(left, right) && y >= Math.min(low, high) && y <= Math.max(low, high);
}

function insideOf(view: View, place: readonly [number, number]): readonly [number, number] {
  return isWithin(view, place) ? place : [NaN, NaN];
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

function gridMarks(view: View, format: AngleFormat, theme: Theme): Markish[] {
  const { rightAscensions, declinations } = skyGrid(view.plane, view.range, format);
  const { x, y } = view.range;
  const curve = ({ points }: GridLine) =>
    line(points as [number, number][], { stroke: theme.muted, strokeOpacity: 0.55, strokeWidth: 0.8, clip: true });
  const labels = (lines: readonly GridLine[], axis: "x" | "y", edge: number, range: readonly [number, number]) =>
    lines.flatMap(({ points, label }) => {
      const place = crossing(points, axis, edge, range);
      return place === undefined ? [] : [{ place, label }];
    });
  const below = labels(rightAscensions, "y", y[0], x);
  const left = labels(declinations, "x", x[0], y);
  return [
    ...[...rightAscensions, ...declinations].map(curve),
    text(below, { x: "place", y: () => y[0], text: "label", dy: 14, fill: theme.ink }),
    text(left, { x: () => x[0], y: "place", text: "label", dx: -6, textAnchor: "end", fill: theme.ink }),
    text(["right ascension"], { frameAnchor: "bottom", dy: 34, fill: theme.ink }),
    text(["declination"], { frameAnchor: "left", dx: -68, rotate: -90, textAnchor: "middle", fill: theme.ink }),
  ];
}

function circle({ plane, centre }: View, radius: number, theme: Theme): Markish {
  const points = Array.from({ length: 121 }, (_, i) => {
    const angle = (i / 120) * 2 * Math.PI;
    const offset = { xi: radius * Math.cos(angle), eta: radius * Math.sin(angle) };
    const { ra, dec } = fromTangentPlane(centre, offset);
    return plane.toPlane(ra, dec) as [number, number];
  });
  return line(points, { stroke: theme.reference, strokeWidth: 1.3, strokeDasharray: "5 4", clip: true });
}
