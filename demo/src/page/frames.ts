/** Drawing once a frame, however often it is asked for; each task of the page is measured under the name "page task". */

const asked = new Set<() => void>();
let isWaiting = false;

/** Runs `draw` in the next frame, once. */
export function inNextFrame(draw: () => void): void {
  asked.add(draw);
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    const draws = [...asked];
    asked.clear();
    measured("draw", () => draws.forEach((one) => one()));
  });
}

/** Runs a task of the page and leaves its time in the browser's own record, where a test or a profiler finds it. */
export function measured<Result>(detail: string, task: () => Result): Result {
  const start = performance.now();
  try {
    return task();
  } finally {
    performance.measure("page task", { start, end: performance.now(), detail });
    if (performance.getEntriesByName("page task").length > 4000) performance.clearMeasures("page task");
  }
}
