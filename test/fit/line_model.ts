/** The line with outliers, in a library given (the sources, or the built package). */
import { readFileSync } from "node:fs";
import type * as Library from "../../bindings/index.js";

export function lineModel({
  dirichlet,
  exp,
  log,
  mixture,
  model,
  normal,
  observe,
  param,
  sqrt,
  uniform,
  vector,
}: typeof Library) {
  return model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
    const m = param(uniform(0, 10), { init: 3 });
    const b = param(normal(0, 25), { init: -13 });
    const ln_s_out = param(uniform(-3, 4), { init: log(10) });
    const s_out = exp(ln_s_out.mul(2));
    const w = param(dirichlet([1, 1]));
    const components = { line: normal(m.mul(x).add(b), yErr), outlier: normal(0, sqrt(yErr.square().add(s_out))) };
    return { m, b, ln_s_out, w, s_out, y: observe(y, mixture(w, components)) };
  });
}

/** The 32 points of examples/line.csv. */
export function linePoints({ parseCsv }: typeof Library) {
  const table = parseCsv(readFileSync(new URL("../../examples/line.csv", import.meta.url)));
  return { x: table.numbers("x"), y: table.numbers("y"), yErr: table.numbers("y_err") };
}
