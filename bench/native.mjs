/** Runs the native loops of all cases, and checks that they are what they are said to be. */
import { cases } from "./cases.mjs";
import { compilerVersion, runNative } from "./native/build.mjs";

/** Vector math must have been used: without it the same file takes this much longer at least. */
const vectorisedShare = 0.6;

const at = (run, n) => run.results.find((result) => result.n === n).nsPerRow;

function near(a, b) {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Whether the log-space line loop was vectorised, as a line of text and a verdict. */
function checkVectorised(fast) {
  const n = 16992;
  const strict = runNative("line_log", "line", { counts: [n], fastMath: false });
  const share = at(fast, n) / at(strict, n);
  const text = `line_log takes ${share.toFixed(2)} of its time without -ffast-math (under ${vectorisedShare} when vectorised)`;
  return { text, ok: share < vectorisedShare };
}

/** Both line loops compute the same log density and gradient. */
function checkSame(a, b) {
  const pairs = [[a.check.logp, b.check.logp], ...a.check.gradient.map((value, i) => [value, b.check.gradient[i]])];
  return {
    text: `${a.name} and ${b.name} agree in log density and gradient to 1e-9`,
    ok: pairs.every(([left, right]) => near(left, right)),
  };
}

/** `{ compiler, nsPerRow(name, n), checks }`, or undefined where there is no g++. */
export function measureNative() {
  const compiler = compilerVersion();
  if (compiler === undefined) return undefined;
  const runs = new Map();
  for (const { data, native, counts } of cases) for (const { name } of native) runs.set(name, runNative(name, data, { counts }));
  const skipping = runNative("line_density", "line", { counts: [32, 16992], defines: ["SKIP_BEST"] });
  const note = `line_density without the exponential of the best component, which is 1: ${at(skipping, 16992).toFixed(2)} ns a row`;
  const [log, density] = [runs.get("line_log"), runs.get("line_density")];
  const checks = [checkVectorised(log), checkSame(log, density), { text: note, ok: checkSame(log, skipping).ok }];
  return { compiler, nsPerRow: (name, n) => at(runs.get(name), n), checks };
}
