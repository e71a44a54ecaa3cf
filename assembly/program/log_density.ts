/** The sum that a Transform and a Logp section add to. A module global: an instance evaluates one program at a time. */

let total: f64 = 0;

export function clearLogDensity(): void {
  total = 0;
}

// @ts-ignore: decorator
@inline
export function addLogDensity(term: f64): void {
  total += term;
}

export function logDensity(): f64 {
  return total;
}
