/** What is timed against ArviZ in the same run: one row a case, with its verdict; a case that gives other numbers has failed. */
import { measureLoo, measureLooMemory } from "./loo.mjs";
import { findPython } from "./python.mjs";
import { measureSummary } from "./summary.mjs";

const cases = [measureSummary, measureLoo];
/** Numbers that differ by more are not the same statistic. */
const Tolerance = 1e-9;

/** Rows for the table; without those that compare, and a line that says why, where there is no Python with ArviZ. */
export async function measureAgainstArviz(library) {
  const interpreter = findPython();
  if (interpreter === undefined) {
    console.log("against ArviZ: skipped, there is no Python with ArviZ (WASMCMC_PYTHON names one)");
    return measureLooMemory();
  }
  const found = [];
  for (const measure of cases) found.push(await measure(library, interpreter));
  const rows = found.map(({ what, ours, theirs, target, difference }) => ({
    what,
    value: `${ours.toFixed(0)} ms, ${theirs.toFixed(0)} ms: ${(theirs / ours).toFixed(1)} times as fast, differing by ${difference.toExponential(0)}`,
    target: `${target} times`,
    ok: theirs / ours >= target && difference <= Tolerance,
  }));
  return [...rows, ...measureLooMemory()];
}
