/** A vitest reporter: counts tests and names those skipped for want of something; written as JSON to the file named by VITEST_COUNTS. */
import { writeFileSync } from "node:fs";

const want = /\(needs (?:data|Python|a browser)\)/;

/** An error outside any test (a file that does not load, a hook that throws) counts as one failed test. */
function count(modules, strayErrors) {
  const counts = { passed: 0, failed: strayErrors.length, skipped: 0, wanting: [] };
  for (const module of modules) {
    const failuresBefore = counts.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") counts.passed++;
      else if (state === "failed") counts.failed++;
      else counts.skipped++;
      if (state === "skipped" && want.test(test.fullName)) counts.wanting.push(test.fullName);
    }
    if (module.state() === "failed" && counts.failed === failuresBefore) counts.failed++;
  }
  return counts;
}

export default class SkipReporter {
  onTestRunEnd(modules, strayErrors) {
    const file = process.env.VITEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(count(modules, strayErrors)));
  }
}
