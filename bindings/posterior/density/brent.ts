/**
 * A root of a function of one variable in an interval: Brent (1973), Algorithms for minimization without derivatives, chapter 4,
 * in scipy.optimize.brentq's order of steps and with its tolerances, so that both stop at the same place.
 */

const AbsoluteTolerance = 2e-12;
/** Four units in the last place of 1. */
const RelativeTolerance = 8.881784197001252e-16;
const MostSteps = 100;

/** Undefined where the ends have the same sign, where a value is NaN (scipy's ValueError), or where it does not converge. */
export function brentRoot(f: (x: number) => number, lower: number, upper: number): number | undefined {
  let previous = lower;
  let current = upper;
  let fPrevious = f(previous);
  let fCurrent = f(current);
  if (Number.isNaN(fPrevious) || Number.isNaN(fCurrent)) return undefined;
  if (fPrevious === 0) return previous;
  if (fCurrent === 0) return current;
  if (fPrevious < 0 === fCurrent < 0) return undefined;
  let bracket = 0;
  let fBracket = 0;
  let stepBefore = 0;
  let step = 0;
  for (let i = 0; i < MostSteps; i++) {
    if (fPrevious !== 0 && fCurrent !== 0 && fPrevious < 0 !== fCurrent < 0) {
      bracket = previous;
      fBracket = fPrevious;
      stepBefore = step = current - previous;
    }
    if (Math.abs(fBracket) < Math.abs(fCurrent)) {
      [previous, current, bracket] = [current, bracket, current];
      [fPrevious, fCurrent, fBracket] = [fCurrent, fBracket, fCurrent];
    }
    const smallest = (AbsoluteTolerance + RelativeTolerance * Math.abs(current)) / 2;
    const half = (bracket - current) / 2;
    if (fCurrent === 0 || Math.abs(half) < smallest) return current;
    const closing = Math.abs(stepBefore) > smallest && Math.abs(fCurrent) < Math.abs(fPrevious);
    const tried = closing ? interpolatedStep(previous, fPrevious, current, fCurrent, bracket, fBracket) : NaN;
    const accepted = 2 * Math.abs(tried) < Math.min(Math.abs(stepBefore), 3 * Math.abs(half) - smallest);
    stepBefore = accepted ? step : half;
    step = accepted ? tried : half;
    previous = current;
    fPrevious = fCurrent;
    current += Math.abs(step) > smallest ? step : half > 0 ? smallest : -smallest;
    fCurrent = f(current);
    if (Number.isNaN(fCurrent)) return undefined;
  }
  return undefined;
}

/** Secant where there are two points, else inverse quadratic interpolation. */
function interpolatedStep(x0: number, f0: number, x: number, f: number, x1: number, f1: number): number {
  if (x0 === x1) return (-f * (x - x0)) / (f - f0);
  const slope0 = (f0 - f) / (x0 - x);
  const slope1 = (f1 - f) / (x1 - x);
  return (-f * (f1 * slope1 - f0 * slope0)) / (slope1 * slope0 * (f1 - f0));
}
