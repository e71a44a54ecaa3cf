/**
 * How often `diagnose` is wrong: `npm run false-alarms` runs each healthy and each sick model with 25 seeds, `-- 5` with five. Prints each
 * false alarm and each cause that did not come first; seeds on which a model is not sick (chains that agree by chance) count as missed.
 */
import { diagnose } from "../../bindings/index.js";
import { healthy } from "./healthy.js";
import { sick } from "./sick.js";
import type { Subject } from "./subject.js";

const count = Number(process.argv[2] ?? 25);
if (!(Number.isInteger(count) && count > 0)) throw new Error("Give a number of seeds.");
const seeds = Array.from({ length: count }, (_, k) => 1000 + 17 * k);

/** Runs in which the first problem is not the one that belongs to the model. */
async function wrong(subjects: readonly Subject[]): Promise<number> {
  let found = 0;
  for (const { name, first, run } of subjects) {
    for (const seed of seeds) {
      const [worst] = diagnose(await run(seed)).problems.filter(({ severity }) => severity !== "note");
      if (worst?.code === first) continue;
      found++;
      console.log(`${name}, seed ${seed}: ${worst === undefined ? "nothing found" : `${worst.code}: ${worst.message}`}`);
    }
  }
  return found;
}

const [alarms, missed] = [await wrong(healthy), await wrong(sick)];
console.log(
  `${alarms} false alarms in ${healthy.length * count} healthy fits; ${missed} of ${sick.length * count} sick fits without their cause first.`,
);
