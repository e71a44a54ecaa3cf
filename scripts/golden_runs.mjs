/** The runs whose draws are golden: fixed models, data, options and seeds, the same in Node and in browsers. */

/**
 * Fits by name.
 *
 * @param {any} library the package, as it is imported
 * @param {string} lineTable the text of examples/line.csv
 * @param {number | false} workers
 * @returns {Promise<Record<string, any>>}
 */
export async function goldenRuns(library, lineTable, workers) {
  const {
    dirichlet,
    exp,
    halfCauchy,
    log,
    mixture,
    model,
    normal,
    observe,
    param,
    parseCsv,
    sample,
    sqrt,
    studentT,
    uniform,
    vector,
  } = library;
  const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, (/** @type {any} */ { x, y, yErr }) => {
    const m = param(uniform(0, 10), { init: 3 });
    const b = param(normal(0, 25), { init: -13 });
    const ln_s_out = param(uniform(-3, 4), { init: log(10) });
    const w = param(dirichlet([1, 1]));
    const outlier = normal(0, sqrt(yErr.square().add(exp(ln_s_out.mul(2)))));
    return { m, b, ln_s_out, w, y: observe(y, mixture(w, { line: normal(m.mul(x).add(b), yErr), outlier })) };
  });
  const schools = model({ y: vector("school"), sigma: vector("school") }, (/** @type {any} */ { y, sigma }) => {
    const mu = param(studentT(5, 0, 5));
    const tau = param(halfCauchy(5));
    const trans = param(normal(0, 1), { dims: "school" });
    const theta = trans.mul(tau).add(mu);
    return { mu, tau, trans, theta, y: observe(y, normal(theta, sigma)) };
  });
  const table = parseCsv(lineTable);
  const points = { x: table.numbers("x"), y: table.numbers("y"), yErr: table.numbers("y_err") };
  const eight = { y: [28, 8, -3, 7, -1, 1, 18, 12], sigma: [15, 10, 16, 11, 9, 11, 10, 18] };
  const options = { chains: 2, warmup: 500, draws: 500, seed: 2 ** 53 - 1, workers };
  return {
    line: await sample(line, points, options),
    lineDense: await sample(line, points, { ...options, metric: "dense", seed: 1 }),
    lineFromDraws: await sample(line, points, { ...options, metric: "diag-draws", seed: 2 }),
    schools: await sample(schools, eight, { ...options, targetAccept: 0.95 }),
  };
}
