/** The query of a cone of Gaia sources, in ADQL 2.0 (IVOA Recommendation 2008). */
import { WasmcmcError } from "../../errors.js";

export interface GaiaCone {
  /** Of the centre, ICRS; degrees. */
  readonly ra: number;
  readonly dec: number;
  /** Degrees: 5 / 60 for five minutes of arc. */
  readonly radius: number;
  /** `gaiaColumns` when absent. */
  readonly columns?: readonly string[];
  /** "gaiadr3.gaia_source" when absent. Names of any service stand as they must be written there. */
  readonly table?: string;
  /** A condition in ADQL that sources must meet besides: "phot_g_mean_mag < 18". */
  readonly where?: string;
}

/** Positions, parallaxes, proper motions, their errors and correlations, magnitudes, and what quality cuts and the zero point need. */
export const gaiaColumns: readonly string[] = [
  ...["source_id", "ra", "dec", "ra_error", "dec_error", "parallax", "parallax_error"],
  ...["pmra", "pmra_error", "pmdec", "pmdec_error", "radial_velocity", "radial_velocity_error"],
  ...["ra_dec_corr", "ra_parallax_corr", "ra_pmra_corr", "ra_pmdec_corr", "dec_parallax_corr", "dec_pmra_corr", "dec_pmdec_corr"],
  ...["parallax_pmra_corr", "parallax_pmdec_corr", "pmra_pmdec_corr"],
  ...["phot_g_mean_mag", "bp_rp", "phot_bp_rp_excess_factor", "ruwe", "visibility_periods_used"],
  ...["astrometric_params_solved", "nu_eff_used_in_astrometry", "pseudocolour", "ecl_lat"],
];

/**
 * The query for the sources of a cone. Positions are those of the table's epoch, 2016.0 in DR3.
 *
 *     gaiaConeQuery({ ra: 295.327, dec: 40.19, radius: 5 / 60, columns: ["ra", "dec"] })
 *     // SELECT ra, dec FROM gaiadr3.gaia_source WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 295.327, 40.19, 0.0833...))
 */
export function gaiaConeQuery(cone: GaiaCone): string {
  const { columns = gaiaColumns } = cone;
  const wrong = columns.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (columns.length === 0 || wrong !== undefined || new Set(columns).size !== columns.length) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `The columns ${JSON.stringify(columns)} cannot be asked for.`,
      remedy: "Give names of columns, each once.",
      variable: "columns",
      value: wrong,
    });
  }
  return `SELECT ${columns.join(", ")} ${fromCone(cone)}`;
}

/** The query that counts them. */
export function gaiaConeCountQuery(cone: GaiaCone): string {
  return `SELECT COUNT(*) AS row_count ${fromCone(cone)}`;
}

function fromCone({ ra, dec, radius, table = "gaiadr3.gaia_source", where }: GaiaCone): string {
  check("ra", ra, ra >= 0 && ra <= 360, "0 to 360 degrees");
  check("dec", dec, dec >= -90 && dec <= 90, "-90 to 90 degrees");
  check("radius", radius, radius > 0 && radius <= 90, "degrees above 0, up to 90; 5 / 60 is five minutes of arc");
  if (!/^(?:[A-Za-z_]\w*\.)*(?:[A-Za-z_]\w*|"[^"]+")$/.test(table)) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `${JSON.stringify(table)} is no name of a table.`,
      remedy: "Write it as in gaiadr3.gaia_source.",
      variable: "table",
      value: table,
    });
  }
  const inside = `1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', ${plain(ra)}, ${plain(dec)}, ${plain(radius)}))`;
  return `FROM ${table} WHERE ${inside}${where === undefined ? "" : ` AND (${where})`}`;
}

/** Without an exponent, which some parsers of ADQL do not take. */
const plain = (value: number): string => (/e/.test(String(value)) ? value.toFixed(15) : String(value));

function check(name: string, value: number, isRight: boolean, range: string): void {
  if (isRight) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The cone's ${name} is ${value}.`,
    remedy: `It must be a number of ${range}.`,
    variable: name,
    value,
  });
}
