/** `soFar`: the draws of a run that is still under way, as a fit. */
import { Fit } from "./fit.js";
import type { Run } from "./run.js";

/**
 * What a run has drawn up to now, as a fit of its own that stays as it is while the run goes on: draws by name, summary, memberships.
 * Undefined before each chain has a draw. Checkpoints are made of the run, not of this.
 *
 *     for await (const progress of run) {
 *       const fit = soFar(run);
 *       if (fit !== undefined) show(fit.draws.m, progress.ess);
 *     }
 */
export function soFar<M>(run: Run<Fit<M>>): Fit<M> | undefined {
  const course = run.course();
  if (course === undefined || course.records.some((record) => record.drawCount === 0)) return undefined;
  const { bound, settings, records, position, states } = course;
  const milliseconds = performance.now() - course.started;
  const result = { records, settings, aborted: true, threads: [], milliseconds, position, states: states.newest };
  return new Fit<M>(bound, result);
}
