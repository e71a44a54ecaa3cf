/** What HMC samples from: a log density with its gradient behind a function pointer. HMC knows nothing of programs. */

@unmanaged
export class Target {
  dimension: i32;
  /** Passed back to `evaluate`, untouched. */
  context: usize;
  /** Index of a function (context: usize, position: usize, gradient: usize): f64 that writes the gradient and returns the log density. */
  evaluate: i32;
}

// @ts-ignore: decorator
@inline
export function logpAndGradient(target: Target, position: usize, gradient: usize): f64 {
  return call_indirect<f64>(target.evaluate, target.context, position, gradient);
}
