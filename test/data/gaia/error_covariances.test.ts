import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorCovariances, readTable } from "../../../bindings/data/index.js";
import { errorCovariance, model, mvNormal, normal, observe, param, stack, vector } from "../../../bindings/index.js";
import { dataFolder } from "../../data_folder.js";

const stars = {
  parallax_error: [0.02, 0.5],
  pmra_error: [0.03, 0.4],
  pmdec_error: [0.05, 0.3],
  parallax_pmra_corr: [0.3, 0],
  parallax_pmdec_corr: [-0.2, 0.9],
  pmra_pmdec_corr: [0.5, -0.1],
};
const names = ["parallax", "pmra", "pmdec"] as const;

describe("covariances of errors", () => {
  test("have squared errors on the diagonal and correlation times both errors beside it", () => {
    const { values, shape, matrix } = errorCovariances(stars, names);
    expect(shape).toEqual([2, 3, 3]);
    // Products in another order: some ulp.
    const expected = [0.0004, 0.00018, -0.0002, 0.00018, 0.0009, 0.00075, -0.0002, 0.00075, 0.0025];
    expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 15));
    expect(matrix(1).map((row) => row.map((value) => Number(value.toPrecision(12))))).toEqual([
      [0.25, 0, 0.135],
      [0, 0.16, -0.012],
      [0.135, -0.012, 0.09],
    ]);
  });

  test("take the order that is asked for, whichever way round catalogues name a pair", () => {
    const [first, , last] = errorCovariances(stars, names).matrix(0);
    const turned = errorCovariances(stars, ["pmdec", "pmra", "parallax"]);
    expect(turned.matrix(0)[2]).toEqual([...first!].reverse());
    expect(turned.matrix(0)[0]).toEqual([...last!].reverse());
    expect(Object.keys(turned.data)).toEqual([
      ...["pmdec_error", "pmra_error", "parallax_error"],
      ...["pmdec_pmra_corr", "pmdec_parallax_corr", "pmra_parallax_corr"],
    ]);
  });

  test("find columns under the names that they are said to have", () => {
    const vizier = { e_pmRA: [0.03], e_pmDE: [0.05], pmRApmDEcor: [0.5] };
    const columns = { pmra_error: "e_pmRA", pmdec_error: "e_pmDE", pmra_pmdec_corr: "pmRApmDEcor" };
    expect(errorCovariances(vizier, ["pmra", "pmdec"], { columns }).matrix(0)[1]).toEqual([0.5 * 0.03 * 0.05, 0.05 ** 2]);
  });

  test("go into a model as they are, with a covariance for each row", () => {
    const { data, matrix } = errorCovariances(stars, names);
    const star = vector("star");
    const cluster = model(
      {
        ...{ parallax: star, pmra: star, pmdec: star, parallax_error: star, pmra_error: star, pmdec_error: star },
        ...{ parallax_pmra_corr: star, parallax_pmdec_corr: star, pmra_pmdec_corr: star },
      },
      (x) => {
        const mu = param(normal([0, 0, 0], 1));
        const covariance = errorCovariance(
          [x.parallax_error, x.pmra_error, x.pmdec_error],
          [x.parallax_pmra_corr, x.parallax_pmdec_corr, x.pmra_pmdec_corr],
        );
        return { mu, x: observe(stack(x.parallax, x.pmra, x.pmdec), mvNormal(mu, { covariance })) };
      },
    );
    const measured = { parallax: [0.01, 0.2], pmra: [0.02, -0.3], pmdec: [-0.04, 0.1] };
    const { logp } = cluster.bind({ ...measured, ...data }).logpAndGradient(new Float64Array(3));
    const rows = [0, 1].map((row) =>
      logNormal([measured.parallax[row]!, measured.pmra[row]!, measured.pmdec[row]!], matrix(row)),
    );
    const prior = -1.5 * Math.log(2 * Math.PI);
    // Some tens of roundings of terms of order 10.
    expect(Math.abs(logp - (prior + rows[0]! + rows[1]!))).toBeLessThan(1e-12);
  });

  test.each([
    ["a null", { pmra_error: [0.03, NaN] }, "not-finite", "pmra_error"],
    ["an error of zero", { pmdec_error: [0.05, 0] }, "not-positive", "pmdec_error"],
    ["a correlation beyond one", { pmra_pmdec_corr: [0.5, -1.01] }, "outside-support", "pmra_pmdec_corr"],
    ["a correlation that is null", { pmra_pmdec_corr: [0.5, NaN] }, "not-finite", "pmra_pmdec_corr"],
    ["correlations that contradict each other", { parallax_pmra_corr: [0.3, 0.9] }, "not-positive", "parallax, pmra, pmdec"],
  ] as const)("are refused for %s, by row", (_, wrong, code, variable) => {
    const columns = { ...stars, ...wrong };
    if (variable.includes(",")) columns.pmra_pmdec_corr = [0.5, -0.9];
    expect(() => errorCovariances(columns, names)).toThrow(expect.objectContaining({ code, variable, row: 1 }));
  });

  test("say how many rows are wrong, and how to leave them out", () => {
    const columns = { ...stars, pmra_error: [NaN, NaN] };
    expect(() => errorCovariances(columns, names)).toThrow(
      /Row 0 of "pmra_error" is null, as 1 more.*dropNulls\(\["pmra_error"\]\)/,
    );
  });

  test("are refused without names, for a name twice, and without a column", () => {
    expect(() => errorCovariances(stars, [])).toThrow(expect.objectContaining({ code: "bad-option" }));
    expect(() => errorCovariances(stars, ["pmra", "pmra"])).toThrow(expect.objectContaining({ code: "bad-option" }));
    expect(() => errorCovariances(stars, ["pmra", "ra"])).toThrow(
      expect.objectContaining({ code: "missing-column", variable: "ra_error" }),
    );
  });

  test("of all five quantities exist for every star of a catalogue (needs data)", async ({ skip }) => {
    if (dataFolder === undefined) return skip();
    const table = await readTable(join(dataFolder, "gaia", "ngc2323.fits"));
    const five = ["ra", "dec", "parallax", "pmra", "pmdec"];
    const { shape, values } = errorCovariances(table, five);
    expect(shape).toEqual([16368, 5, 5]);
    const error = table.numbers("pmra_error");
    expect(error.every((value, row) => values[row * 25 + 18] === value ** 2)).toBe(true);
  });
});

/** Log density of a centred normal in three dimensions, by Cramer's rule. */
function logNormal([x, y, z]: readonly number[], matrix: readonly (readonly number[])[]): number {
  const [a, b, c, , d, e, , , f] = matrix.flat();
  const determinant = a! * (d! * f! - e! * e!) - b! * (b! * f! - c! * e!) + c! * (b! * e! - c! * d!);
  const quadratic =
    (d! * f! - e! * e!) * x! * x! +
    (a! * f! - c! * c!) * y! * y! +
    (a! * d! - b! * b!) * z! * z! +
    2 * ((c! * e! - b! * f!) * x! * y! + (b! * e! - c! * d!) * x! * z! + (b! * c! - a! * e!) * y! * z!);
  return -0.5 * (quadratic / determinant + Math.log(determinant) + 3 * Math.log(2 * Math.PI));
}
