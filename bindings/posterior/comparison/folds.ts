/** Which fold of a cross-validation each row belongs to: at random, by strata or by groups, as R's loo and arviz-stats split. */
import { WasmcmcError } from "../../errors.js";
import type { Label } from "../array.js";
import { RandomNumbers } from "../statistics/random_numbers.js";

export interface FoldOptions {
  /** How many folds; 10 when absent. */
  readonly folds?: number | undefined;
  /** A label for each row: rows of one label are spread evenly over the folds. */
  readonly strata?: ArrayLike<Label> | undefined;
  /** A label for each row: rows of one label stay in one fold. */
  readonly groups?: ArrayLike<Label> | undefined;
  /** Integer from 0 to 2^53 - 1; 0 when absent. */
  readonly seed?: number;
}

const DefaultFolds = 10;

/**
 * The fold of each of `count` rows, numbered from 0; folds differ by a row (or by a group) at most. The same seed gives the same folds.
 *
 *     assignFolds(100, { folds: 5, seed: 1 })
 *     assignFolds(6, { folds: 3, groups: ["a", "a", "b", "b", "c", "c"] })
 */
export function assignFolds(count: number, { folds = DefaultFolds, strata, groups, seed = 0 }: FoldOptions = {}): Int32Array {
  if (strata !== undefined && groups !== undefined)
    throw bad("strata", strata, "Folds are asked for by strata and by groups.", "Give one of them.");
  if (!Number.isSafeInteger(seed) || seed < 0) throw bad("seed", seed, `seed is ${seed}.`, "Give an integer from 0 to 2^53 - 1.");
  const numbers = groups === undefined ? undefined : numbered(groups, count, "groups");
  const units = numbers === undefined ? count : new Set(numbers).size;
  if (!Number.isInteger(folds) || folds < 2 || folds > units) {
    const what = numbers === undefined ? "rows" : "groups";
    throw bad("folds", folds, `${folds} folds are asked for, of ${units} ${what}.`, `Give an integer from 2 to ${units}.`);
  }
  const random = new RandomNumbers(seed);
  if (strata !== undefined) return byStrata(numbered(strata, count, "strata"), folds, random);
  const dealt = new Int32Array(units);
  shuffled(units, random).forEach((unit, i) => {
    dealt[unit] = i % folds;
  });
  return numbers === undefined ? dealt : numbers.map((group) => dealt[group]!);
}

/** Rows of one stratum after the other, each in random order, are dealt to the folds in turn. */
function byStrata(numbers: Int32Array, folds: number, random: RandomNumbers): Int32Array {
  const out = new Int32Array(numbers.length);
  const order = shuffled(numbers.length, random).sort((a, b) => numbers[a]! - numbers[b]!);
  order.forEach((row, i) => {
    out[row] = i % folds;
  });
  return out;
}

/** Labels as numbers in the order in which they first appear. */
function numbered(labels: ArrayLike<Label>, count: number, option: string): Int32Array {
  if (labels.length !== count)
    throw bad(option, labels.length, `The option ${option} has ${labels.length} labels for ${count} rows.`, "Give one a row.");
  const known = new Map<Label, number>();
  return Int32Array.from({ length: count }, (_, row) => {
    const label = labels[row]!;
    if (!known.has(label)) known.set(label, known.size);
    return known.get(label)!;
  });
}

/** Fisher and Yates. */
function shuffled(count: number, random: RandomNumbers): Int32Array {
  const out = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = random.integer(i + 1);
    const value = out[i]!;
    out[i] = out[other]!;
    out[other] = value;
  }
  return out;
}

/** Folds that were given, a number a row: numbered anew from 0 in their own order. */
export function givenFolds(folds: ArrayLike<number>, count: number, { strata, groups }: FoldOptions = {}): Int32Array {
  if (strata !== undefined || groups !== undefined)
    throw bad("folds", folds, "Folds are given, and asked for by strata or groups as well.", "Give one of them.");
  if (folds.length !== count)
    throw bad("folds", folds.length, `The option folds has ${folds.length} numbers for ${count} rows.`, "Give one a row.");
  const wrong = Array.from(folds).findIndex((fold) => !Number.isInteger(fold));
  if (wrong >= 0) throw bad("folds", folds[wrong], `The fold of row ${wrong} is ${folds[wrong]}.`, "Give whole numbers.");
  const names = [...new Set(Array.from(folds))].sort((a, b) => a - b);
  if (names.length < 2) throw bad("folds", names.length, "All rows are in one fold.", "Give at least two folds.");
  return Int32Array.from(folds, (fold) => names.indexOf(fold));
}

function bad(variable: string, value: unknown, problem: string, remedy: string): WasmcmcError {
  return new WasmcmcError({ code: "bad-option", problem, remedy, variable, value });
}
