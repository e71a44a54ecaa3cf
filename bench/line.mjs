/** The line with outliers: its model and the points of the example, apart from all else, so that a first draw can be timed by them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const csv = fileURLToPath(new URL("../examples/line.csv", import.meta.url));

/** The line-with-outliers model, as in the README; `w` is the library. */
export const lineModel = (w) =>
  w.model({ x: w.vector("point"), y: w.vector("point"), yErr: w.vector("point") }, ({ x, y, yErr }) => {
    const m = w.param(w.uniform(0, 10), { init: 3 });
    const b = w.param(w.normal(0, 25), { init: -13 });
    const ln_s_out = w.param(w.uniform(-3, 4), { init: Math.log(10) });
    const s_out = w.exp(ln_s_out.mul(2));
    const weights = w.param(w.dirichlet([1, 1]));
    return {
      m,
      b,
      ln_s_out,
      w: weights,
      s_out,
      y: w.observe(
        y,
        w.mixture(weights, {
          line: w.normal(m.mul(x).add(b), yErr),
          outlier: w.normal(0, w.sqrt(yErr.square().add(s_out))),
        }),
      ),
    };
  });

/** Columns of the example's file, under the names that the model has for them. */
export function linePoints() {
  const [, ...lines] = readFileSync(csv, "utf8").trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(",").map(Number));
  const column = (place) => Float64Array.from(rows, (row) => row[place]);
  return { x: column(0), y: column(1), yErr: column(2) };
}
