/** The model of problem 4, whose densities and priors `six_dimensions.ts` states. */
import {
  beta,
  dirichlet,
  div,
  type Expr,
  errorCovariance,
  exp,
  log,
  lognormal,
  min,
  mixture,
  model,
  mul,
  mvNormal,
  normal,
  observe,
  ordered,
  param,
  potential,
  scalar,
  stack,
  stackRows,
  sub,
  uniform,
  vector,
} from "wasmcmc";
import { KmsPerMasYrKpc } from "wasmcmc/data";

/** Stars with radial velocities are bright, others faint; beyond the cluster's edge both are of the field. */
export type Group = "bright" | "faint" | "bright_outside" | "faint_outside";

export const isBright = (group: Group): boolean => group.startsWith("bright");
export const isOutside = (group: Group): boolean => group.endsWith("outside");

export const FieldGaussians = 4;
/** The logarithms of the field's scatters of proper motions, as their priors expect them: from 1 to 20 mas/yr in equal ratios. */
export const ladder = Array.from({ length: FieldGaussians }, (_, k) => (Math.log(20) * k) / (FieldGaussians - 1));

const astrometry = [
  "x",
  "y",
  "parallax",
  "pmra",
  "pmdec",
  "parallax_error",
  "pmra_error",
  "pmdec_error",
  "parallax_pmra_corr",
  "parallax_pmdec_corr",
  "pmra_pmdec_corr",
] as const;
const velocities = ["radial_velocity", "radial_velocity_error"] as const;
const measurements = ["parallax", "pmra", "pmdec", "radial_velocity"] as const;

/** The columns that a group has: offsets from the centre, and Gaia's. */
export const groupColumns = (group: Group): readonly string[] => (isBright(group) ? [...astrometry, ...velocities] : astrometry);

type Scalar = Expr<never, []>;
type Column = Expr<Group, []>;
type Columns = Readonly<Record<string, Column>>;

const repeated = <T>(value: T): T[] => new Array<T>(FieldGaussians).fill(value);

/** Where members are on the sky, and where others are. */
function skyParameters() {
  return {
    share: param(beta(1, 5), { init: 0.1 }),
    x_c: param(normal(0, 1), { init: 0 }),
    y_c: param(normal(0, 1), { init: 0 }),
    ln_r50: param(normal(Math.log(5), 0.7)),
    slope: param(uniform(-0.7, 0.7), { size: 2, init: [0, 0] }),
  };
}

function clusterParameters() {
  return {
    distance: param(lognormal(Math.log(2), 1)),
    ln_s: param(normal(Math.log(0.003), 1)),
    mu_ra: param(normal(0, 10)),
    mu_dec: param(normal(0, 10)),
    ln_sigma: param(normal(0, 0.7)),
  };
}

function fieldParameters() {
  return {
    f: param(dirichlet(repeated(1))),
    mu_f_plx: param(normal(repeated(0.5), 1)),
    ln_s_f_plx: param(normal(repeated(Math.log(0.3)), 0.7)),
    mu_f_ra: param(normal(repeated(0), 10)),
    mu_f_dec: param(normal(repeated(0), 10)),
    ln_s_f: param(normal(ladder, 0.7), { constraint: ordered() }),
    ln_ratio_f: param(normal(repeated(0), 0.3)),
  };
}

function velocityParameters() {
  return {
    v_r: param(normal(0, 100)),
    v_f: param(normal(repeated(0), 50)),
    ln_s_v_f: param(normal(repeated(Math.log(40)), 0.5)),
  };
}

interface Spread {
  readonly mean: readonly Scalar[];
  /** Of each element, without errors. */
  readonly variance: readonly Scalar[];
}

/** A Gaussian of what the stars of a group have, errors included. */
function observedAs({ mean, variance }: Spread, errors: (own: readonly Scalar[]) => Expr<Group, [number, number]>) {
  return mvNormal(stack(...mean), { covariance: errors(variance) });
}

/** The sum of variances and the covariance of a star's errors, [3, 3], or [4, 4] with the radial velocity's, which goes with no other. */
function covarianceOf(stars: Columns, group: Group) {
  const sds = [stars["parallax_error"], stars["pmra_error"], stars["pmdec_error"]] as [Column, Column, Column];
  const correlations = [stars["parallax_pmra_corr"], stars["parallax_pmdec_corr"], stars["pmra_pmdec_corr"]] as const;
  const errors = !isBright(group)
    ? errorCovariance(sds, correlations as never)
    : errorCovariance([...sds, stars["radial_velocity_error"] as Column], [
        correlations[0],
        correlations[1],
        0,
        correlations[2],
        0,
        0,
      ] as never);
  return (own: readonly Scalar[]) => {
    const diagonal = own.map((variance, i) => own.map((_, j) => (i === j ? variance : 0)));
    return stackRows(diagonal).add(errors as never) as unknown as Expr<Group, [number, number]>;
  };
}

type ColumnSpecs = Readonly<Record<string, ReturnType<typeof vector<Group>> | ReturnType<typeof scalar>>>;

function columnsOf(groups: readonly Group[]): ColumnSpecs {
  const names = groups.flatMap((group) => groupColumns(group).map((name): [string, Group] => [`${name}_${group}`, group]));
  const numbers = { zero_point: scalar(), outer: scalar(), edge: scalar(), ring_from: scalar(), ring_to: scalar() };
  return { ...Object.fromEntries(names.map(([name, group]) => [name, vector(group)])), ...numbers };
}

/** `groups` are those that have stars. */
export const sixDimensionsModel = (groups: readonly Group[]) =>
  model(columnsOf(groups), (data) => {
    const fixed = (name: string) => data[name] as Scalar;
    const [sky, cluster, field] = [skyParameters(), clusterParameters(), fieldParameters()];
    const motion = groups.some(isBright) ? velocityParameters() : undefined;
    const members = clusterSpread(cluster, motion?.v_r, fixed("zero_point"));
    const others = Array.from({ length: FieldGaussians }, (_, k) => fieldSpread(field, motion, k));
    const densities = { f: field.f, members, others, profile: skyDensities(sky, fixed) };
    const observations = groups.map((group) => {
      const columns = groupColumns(group).map((name) => [name, data[`${name}_${group}`] as Column]);
      return observedIn(group, Object.fromEntries(columns), densities);
    });
    return Object.assign({ ...sky, ...cluster, ...field, ...motion }, ...observations) as Parameters;
  });

type Parameters = ReturnType<typeof skyParameters> &
  ReturnType<typeof clusterParameters> &
  ReturnType<typeof fieldParameters> &
  Partial<ReturnType<typeof velocityParameters>>;

interface Densities {
  readonly f: ReturnType<typeof fieldParameters>["f"];
  readonly members: Spread;
  readonly others: readonly Spread[];
  readonly profile: (x: Column, y: Column) => { member: Column; other: Column };
}

/** Where the stars of a group are on the sky, and, given that, what was measured of them. */
function observedIn(group: Group, stars: Columns, { f, members, others, profile }: Densities) {
  const size = isBright(group) ? 4 : 3;
  const errors = covarianceOf(stars, group);
  const of = ({ mean, variance }: Spread) => observedAs({ mean: mean.slice(0, size), variance: variance.slice(0, size) }, errors);
  const measured = stack(...measurements.slice(0, size).map((name) => stars[name] as Column));
  const { member, other } = profile(stars["x"] as Column, stars["y"] as Column);
  const field = mixture(f, others.map(of));
  if (isOutside(group)) return { [`sky_${group}`]: potential(log(other)), [group]: observe(measured, field) };
  const all = member.add(other);
  const withMembers = mixture([member.div(all), other.div(all)], { cluster: of(members), field });
  return { [`sky_${group}`]: potential(log(all)), [group]: observe(measured, withMembers) };
}

function clusterSpread(
  { distance, ln_s, mu_ra, mu_dec, ln_sigma }: ReturnType<typeof clusterParameters>,
  v_r: Scalar | undefined,
  zeroPoint: Scalar,
): Spread {
  const across = exp(ln_sigma).div(mul(KmsPerMasYrKpc, distance)).square();
  return {
    mean: [div(1, distance).add(zeroPoint), mu_ra, mu_dec, ...(v_r === undefined ? [] : [v_r])],
    variance: [exp(ln_s.mul(2)), across, across, ...(v_r === undefined ? [] : [exp(ln_sigma.mul(2))])],
  };
}

function fieldSpread(
  { mu_f_plx, ln_s_f_plx, mu_f_ra, mu_f_dec, ln_s_f, ln_ratio_f }: ReturnType<typeof fieldParameters>,
  motion: ReturnType<typeof velocityParameters> | undefined,
  k: number,
): Spread {
  const ln_ra = ln_s_f.at(k);
  const ln_sds = [ln_s_f_plx.at(k), ln_ra, ln_ra.add(ln_ratio_f.at(k)), ...(motion ? [motion.ln_s_v_f.at(k)] : [])];
  return {
    mean: [mu_f_plx.at(k), mu_f_ra.at(k), mu_f_dec.at(k), ...(motion ? [motion.v_f.at(k)] : [])],
    variance: ln_sds.map((ln_sd) => exp(ln_sd.mul(2))),
  };
}

/** share P(x) and (1 - share) F(x) of the header. */
function skyDensities(
  { share, x_c, y_c, ln_r50, slope }: ReturnType<typeof skyParameters>,
  fixed: (name: string) => Scalar,
): Densities["profile"] {
  const squared = exp(ln_r50.mul(2));
  const within = (radius: Scalar) => radius.square().div(radius.square().add(squared));
  const seen = within(fixed("edge"))
    .sub(within(min(fixed("edge"), fixed("ring_to"))))
    .add(within(fixed("ring_from")));
  const peak = share.div(mul(Math.PI, squared.mul(seen)));
  const area = fixed("outer").square().sub(fixed("ring_to").square()).add(fixed("ring_from").square()).mul(Math.PI);
  const level = sub(1, share).div(area);
  return (x, y) => {
    const spread = x.sub(x_c).square().add(y.sub(y_c).square()).div(squared).add(1);
    const tilt = x
      .mul(slope.at(0))
      .add(y.mul(slope.at(1)))
      .div(fixed("outer"))
      .add(1);
    return { member: div(peak, spread.square()) as Column, other: level.mul(tilt) as Column };
  };
}
