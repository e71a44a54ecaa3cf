import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import * as w from "../bindings/index.js";
const { model, vector, param, observe, sample, uniform, normal, halfCauchy, samplePrior, scan, lag, where, eq, rowNumber, hiddenMarkov, dirichlet, gaussianRandomWalk, halfNormal } = w;
const out: string[] = [];
test("arma", async () => {
  const d = JSON.parse(readFileSync("../shared/data/posteriordb/arma.data.json","utf8"));
  const m = model({ y: vector("t") }, ({ y }) => {
    const mu = param(normal(0, 10)); const phi = param(normal(0, 2)); const theta = param(normal(0, 2)); const sigma = param(halfCauchy(2.5));
    const before = where(eq(rowNumber("t"), 0), mu, lag(y, "t"));
    const { err } = scan("t", { err: 0 }, ({ err }) => ({ err: y.sub(mu.add(phi.mul(before)).add(theta.mul(err))) }));
    return { mu, phi, theta, sigma, e: w.potential(normal(0, sigma).logp(err)) };
  });
  const f = await sample(m, { y: d.y }, { seed: 1 });
  out.push(String(f.summary()));
  out.push(w.explain(m));
});
test("hmm", async () => {
  const d = JSON.parse(readFileSync("../shared/data/posteriordb/hmm_example.data.json","utf8"));
  const m = model({ y: vector("t") }, ({ y }) => {
    const a = param(dirichlet([1, 1])); const b = param(dirichlet([1, 1]));
    const mu = param(normal([3, 10], 1), { constraint: w.positiveOrdered() });
    return { a, b, mu, y: observe(y, hiddenMarkov({ initial: [1, 1], transition: [a, b], states: { low: normal(mu.at(0), 1), high: normal(mu.at(1), 1) }, over: "t" })) };
  });
  const f = await sample(m, { y: d.y }, { seed: 1 });
  out.push(String(f.summary()));
  out.push(JSON.stringify(f.membership("y").probability.values.slice(0, 6)), JSON.stringify(f.decode("y").values.slice(0, 20)));
  const p = f.predict(undefined, { draws: 2, components: true });
  out.push(JSON.stringify(p.y!.value.values.slice(0, 8)), JSON.stringify(p.y!.component!.values.slice(0, 30)));
});
test("z", () => { require("node:fs").writeFileSync("/tmp/out.txt", out.join("\n")); });
