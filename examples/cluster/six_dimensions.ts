/**
 * Problem 4: the cluster's place and motion in space, from all that the catalogue has of each star: where it is on the sky, parallax and
 * proper motions with the covariance C_i of their errors, and, for stars bright enough to have one, the radial velocity. Stars without
 * a radial velocity take part without one: nothing is put in its place.
 *
 * With x a star's offset from the centre (minutes of arc, in the tangent plane) and a = (parallax, pmra, pmdec[, radial velocity]),
 *
 *     p(x, a) = share P(x) N(a; m_c, S_c + C_i) + (1 - share) F(x) sum_k f_k N(a; m_k, S_k + C_i),   k = 1 ... 4
 *     P(x) = (1 + |x - x_c|^2 / r50^2)^-2, a Plummer sphere's projection, over its integral where there are stars; 0 beyond the edge
 *     F(x) = (1 + g . x / R) / area, a field that may be denser on one side; R is the radius of what was looked at
 *     m_c = (1 / d + z, mu_ra, mu_dec, v_r)      S_c = diag(s^2, sigma^2 / (4.74 d)^2 twice, sigma^2): velocities scatter alike in all directions
 *     m_k, S_k = diag(...) free
 *
 * The edge is that of the other problems' outer mask, 15 minutes of arc, beyond which is the field alone. Unlike there all stars between
 * the masks take part, too. z is the catalogue's zero point of parallaxes, a number that is given. Priors (kpc, mas, mas/yr, km/s, minutes of arc):
 *
 *     share ~ Beta(1, 5)       x_c ~ N(0, 1) twice      ln r50 ~ N(ln 5, 0.7)      g ~ Uniform(-0.7, 0.7) twice
 *     d ~ LogNormal(ln 2, 1)   ln s ~ N(ln 0.003, 1)    mu ~ N(0, 10) twice        v_r ~ N(0, 100)      ln sigma ~ N(0, 0.7)
 *     f ~ Dirichlet(1, 1, 1, 1)                         ln s_k,pmra ~ N(ln 20 (k - 1) / 3, 0.7), in ascending order
 *     m_k,parallax ~ N(0.5, 1)                          ln (s_k,pmdec / s_k,pmra) ~ N(0, 0.3)
 *     m_k,pm ~ N(0, 10) twice                           ln s_k,parallax ~ N(ln 0.3, 0.7)
 *     m_k,v ~ N(0, 50)                                  ln s_k,v ~ N(ln 40, 0.5)
 *
 * Where stars are on the sky goes first, p(x) = share P + (1 - share) F, and their weights in p(a | x) follow: w = share P / p(x). So the
 * mixture is one of Gaussians, whose densities are added up without a logarithm a star. The integral of P is that about the centre of
 * the footprint: x_c lies a few seconds of arc from it, which changes it by less than a thousandth.
 */
import { type Fit, sample } from "wasmcmc";
import type { SkyPlace, Table } from "wasmcmc/data";
import { shellStart } from "./field_start.js";
import { type Footprint, footprintOf, isWithin, type Offsets, offsetsFrom } from "./footprint.js";
import { memberProbability } from "./memberships.js";
import { pilotStart } from "./pilot.js";
import type { ClusterFit, ClusterOptions, ClusterProblem, Masks } from "./problem.js";
import { clusterFit, membershipThin } from "./report.js";
import { type Selection, select } from "./selection.js";
import { FieldGaussians, type Group, groupColumns, isBright, isOutside, sixDimensionsModel } from "./six_dimensions_model.js";
import { spaceMotion } from "./space_motion.js";
import { densestExcess, median } from "./starts.js";

/** Minutes of arc. */
const masks: Masks = { inside: 5, outside: 15 };
const columns = [
  "ra",
  "dec",
  "parallax",
  "parallax_error",
  "pmra",
  "pmra_error",
  "pmdec",
  "pmdec_error",
  "parallax_pmra_corr",
  "parallax_pmdec_corr",
  "pmra_pmdec_corr",
] as const;

export interface SixDimensionsForm {
  /** What the catalogue's parallaxes have too much (mas), and by what its errors of parallaxes are multiplied. */
  readonly zeroPoint?: number;
  readonly errorFactor?: number;
  /** Minutes of arc from the centre, beyond which stars are left out: 30. */
  readonly largestRadius?: number;
}

interface Form extends Required<SixDimensionsForm> {
  /** Of the cluster. */
  readonly edge: number;
}

type SixDimensionsFit = Fit<ReturnType<typeof sixDimensionsModel>>;

const everyGroup: readonly Group[] = ["faint", "bright", "faint_outside", "bright_outside"];

/** All stars in the footprint, with their offsets, in the groups that the model knows. */
interface Stars {
  readonly selection: Selection;
  readonly offsets: Offsets;
  readonly footprint: Footprint;
  /** Rows of the selection. */
  readonly rows: Readonly<Record<Group, Uint32Array>>;
}

function starsOf(stars: Table, centre: SkyPlace, largest: number, masks: Masks): Stars {
  const whole = select(stars, ["ra", "dec"]).table;
  const all = offsetsFrom(centre, stars);
  const footprint = footprintOf(offsetsFrom(centre, whole), largest, masks);
  const selection = select(stars, columns, {
    [`outside ${footprint.outer.toFixed(1)} minutes of arc or in the ring`]: (row) =>
      isWithin(footprint, Math.hypot(all.x[row] as number, all.y[row] as number)),
  });
  const hasVelocity = velocityRows(selection.table);
  const offsets = offsetsFrom(centre, selection.table);
  const kind = (row: number) => (hasVelocity[row] ? "bright" : "faint");
  const where = (row: number) =>
    Math.hypot(offsets.x[row] as number, offsets.y[row] as number) > masks.outside ? "_outside" : "";
  const named = Array.from(hasVelocity, (_, row): Group => `${kind(row)}${where(row)}`);
  const rows = Object.fromEntries(
    everyGroup.map((group) => [group, Uint32Array.from(named.keys()).filter((row) => named[row] === group)]),
  ) as Stars["rows"];
  return { selection, offsets, footprint, rows };
}

/** 1 where a star has a radial velocity and its error: a null is that the catalogue has none, not that it is 0. */
function velocityRows(stars: Table): Uint8Array {
  const names = ["radial_velocity", "radial_velocity_error"];
  const none = new Uint8Array(stars.rowCount);
  if (!names.every((name) => stars.has(name))) return none;
  const nulls = names.map((name) => stars.isNull(name));
  return none.map((_, row) => (nulls.some((mask) => mask[row]) ? 0 : 1));
}

function dataOf({ selection, offsets, footprint, rows }: Stars, groups: readonly Group[], form: Form) {
  const { outer, ring = { inside: 0, outside: 0 } } = footprint;
  const edge = Math.min(outer, form.edge);
  const column = (name: string): Float64Array => {
    if (name === "x" || name === "y") return offsets[name];
    const values = selection.table.numbers(name);
    return name === "parallax_error" ? values.map((error) => error * form.errorFactor) : values;
  };
  const named = groups.flatMap((group) =>
    groupColumns(group).map((name) => {
      const values = column(name);
      return [`${name}_${group}`, Float64Array.from(rows[group], (row) => values[row] as number)] as const;
    }),
  );
  const numbers = { zero_point: form.zeroPoint, outer, edge, ring_from: ring.inside, ring_to: ring.outside };
  return { ...Object.fromEntries(named), ...numbers };
}

/** Near the excess of stars about the centre, by one column after the other. */
function startOf({ selection, offsets, rows }: Stars, zeroPoint: number) {
  const isNear = offsets.x.map((x, row) => (Math.hypot(x, offsets.y[row] as number) < 4 ? 1 : 0));
  const table = selection.table;
  const error = table.numbers("parallax_error");
  const excess = (name: string, width: number, chosen: (row: number) => boolean): number => {
    const values = table.numbers(name);
    const pick = (near: 0 | 1) => values.filter((_, row) => isNear[row] === near && chosen(row));
    return densestExcess(pick(1), pick(0), width);
  };
  const mu_ra = excess("pmra", 0.4, () => true);
  const pmra = table.numbers("pmra");
  const besides = (row: number) => Math.abs((pmra[row] as number) - mu_ra) < 0.5;
  const mu_dec = excess("pmdec", 0.4, besides);
  const pmdec = table.numbers("pmdec");
  const inBoth = (row: number) => besides(row) && Math.abs((pmdec[row] as number) - mu_dec) < 0.5;
  const parallax = excess("parallax", 0.1, (row) => inBoth(row) && (error[row] as number) < 0.1) - zeroPoint;
  return {
    mu_ra,
    mu_dec,
    distance: 1 / Math.max(parallax, 0.05),
    ...shellStart(table),
    // Wide at first, so that members are seen from where a chain starts.
    ln_s: Math.log(0.02),
    ln_sigma: Math.log(3),
    ...(countOf(rows, isBright) > 0 && velocityStart(table, inBoth)),
  };
}

function velocityStart(table: Table, likely: (row: number) => boolean) {
  const velocity = table.numbers("radial_velocity");
  const known = velocity.filter((value) => !Number.isNaN(value));
  const ofMembers = velocity.filter((value, row) => !Number.isNaN(value) && likely(row));
  return { v_r: median(ofMembers.length > 0 ? ofMembers : known), v_f: new Array<number>(FieldGaussians).fill(median(known)) };
}

const PilotStars = 1500;

/** Stars for the pilot, evenly from each group. */
function someOf(rows: Stars["rows"]): Stars["rows"] {
  const step = Math.max(1, Math.ceil(countOf(rows, () => true) / PilotStars));
  const chosen = everyGroup.map((group) => [group, rows[group].filter((_, place) => place % step === 0)]);
  return Object.fromEntries(chosen) as Stars["rows"];
}

const countOf = (rows: Stars["rows"], counts: (group: Group) => boolean): number =>
  everyGroup.filter(counts).reduce((sum, group) => sum + rows[group].length, 0);

/** `options.init` takes the place of the pilot's start, with the columns' excesses for what it does not name. */
export async function fitSixDimensions(
  stars: Table,
  centre: SkyPlace,
  { masks: chosenMasks = masks, ...options }: ClusterOptions = {},
  { zeroPoint = 0, errorFactor = 1, largestRadius = 30 }: SixDimensionsForm = {},
): Promise<ClusterFit> {
  const chosen = starsOf(stars, centre, largestRadius, chosenMasks);
  const groups = everyGroup.filter((group) => chosen.rows[group].length > 0);
  const form = { zeroPoint, errorFactor, largestRadius, edge: chosenMasks.outside };
  const bound = (rows: Stars["rows"]) => sixDimensionsModel(groups).bind(dataOf({ ...chosen, rows }, groups, form) as never);
  const rough = startOf(chosen, zeroPoint);
  const init = options.init ?? (await pilotStart(bound(someOf(chosen.rows)), rough, options));
  const fit = await sample(bound(chosen.rows), { jitter: 0.1, ...options, init: { ...rough, ...init } });
  return resultOf(fit, centre, chosen, groups);
}

function resultOf(fit: SixDimensionsFit, centre: SkyPlace, { selection, rows }: Stars, groups: readonly Group[]): ClusterFit {
  const thin = membershipThin(fit);
  const membership = new Float64Array(selection.rows.length);
  let variance = 0;
  for (const group of groups.filter((group) => !isOutside(group))) {
    const found = fit.membership(group as never, { thin });
    memberProbability(found).forEach((p, place) => {
      membership[rows[group][place] as number] = p;
    });
    variance += (found.expectedCounts.sd[0] as number) ** 2;
  }
  const { estimates, remark } = spaceMotion(fit.draws, centre);
  const bright = countOf(rows, isBright);
  const velocities = `${bright} of the stars have radial velocities, ${selection.rows.length - bright} have none and take part without.`;
  return clusterFit({
    title: sixDimensions.title,
    fit,
    selection,
    membership,
    countSd: Math.sqrt(variance),
    estimates,
    remarks: [velocities, remark],
  });
}

export const sixDimensions: ClusterProblem = {
  number: 4,
  title: "Problem 4: place and motion in space",
  columns,
  fit: (stars, centre, options) => fitSixDimensions(stars, centre, options),
};
