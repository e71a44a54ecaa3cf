/**
 * Instructions into stages. A stage is all work of one level over one index space; a value is ready within its own stage, or,
 * where it comes from another space or another stage, from the next level on.
 */
import { Op } from "../../../assembly/opcodes.js";
import type { Effect, Effects, Result } from "./effects.js";
import type { ScanBody, Term } from "./term.js";

/** An instruction to be: the outputs of one op, an effect, or a copy into a result. */
export interface Item {
  op: Op;
  readonly space: number;
  readonly immediate: number;
  args: readonly Term[];
  /** Output terms; none for effects. */
  readonly outputs: readonly Term[];
  /** Of a scan, which is a stage by itself. */
  readonly body?: ScanBody;
  /** The result that a copy fills. */
  readonly copyTo?: Result;
  level: number;
}

export interface StagePlan {
  readonly space: number;
  /** Has its stage for itself: an op over whole columns, or a scan. */
  readonly whole: boolean;
  readonly items: Item[];
}

/** Runs on whole columns, in a stage of its own: over the rows of one of its operands, or of its result. */
const wholeOps: ReadonlyMap<Op, "first" | "last" | "result"> = new Map([
  [Op.LogSumExpRows, "first"],
  [Op.Product, "result"],
  [Op.Cholesky, "result"],
  [Op.SolveLower, "result"],
  [Op.SolveLowerTransposed, "result"],
  [Op.LinearRecurrence, "result"],
  [Op.HmmForward, "last"],
  [Op.HmmPosterior, "result"],
  [Op.HmmViterbi, "result"],
  [Op.HmmPath, "result"],
]);

/** Which terms a section computes; all others are at hand when it starts. */
export type Computes = (term: Term) => boolean;

export function schedule(effects: Effects, computes: Computes): StagePlan[] {
  const items = fuseMultiplyAdd(collect(effects, computes), effects.results, computes);
  const producer = producers(items);
  for (const item of items) item.level = earliest(item, producer);
  delayRows(items, producer);
  return stages(items);
}

export function producers(items: readonly Item[]): Map<Term, Item> {
  const producer = new Map<Term, Item>();
  for (const item of items) for (const term of item.outputs) producer.set(term, item);
  return producer;
}

/** Items in topological order: terms by id, then effects and copies. */
function collect(effects: Effects, computes: Computes): Item[] {
  const seen = new Set<Term>();
  const heads: Term[] = [];
  const visit = (term: Term): void => {
    const head = term.siblings[0] as Term;
    if (seen.has(head) || !computes(term)) return;
    seen.add(head);
    heads.push(head);
    head.args.forEach(visit);
  };
  for (const effect of effects.effects) effect.args.forEach(visit);
  for (const result of effects.results) visit(result.term);
  heads.sort((a, b) => a.id - b.id);
  return [...heads.map(termItem), ...effects.effects.map(effectItem), ...copies(effects.results, computes)];
}

function termItem(head: Term): Item {
  return {
    op: head.op as Op,
    space: rowsOf(head).space,
    immediate: head.immediate,
    args: head.args,
    outputs: head.siblings,
    level: 0,
    ...(head.body && { body: head.body }),
  };
}

/** The term over whose rows the instruction runs. */
function rowsOf(head: Term): Term {
  const whole = wholeOps.get(head.op as Op);
  if (whole === "last") return head.args[head.args.length - 1] as Term;
  return head.op === Op.Sum || head.op === Op.SegmentSum || whole === "first" ? (head.args[0] as Term) : head;
}

function effectItem(effect: Effect): Item {
  return { ...effect, outputs: [], level: 0 };
}

/** A result is its term's own column where the section computes the term and no other result took it. */
function copies(results: readonly Result[], computes: Computes): Item[] {
  const taken = new Set<Term>();
  return results.flatMap((result) => {
    if (computes(result.term) && !taken.has(result.term)) {
      taken.add(result.term);
      return [];
    }
    return [{ op: Op.Copy, space: result.space, immediate: 0, args: [result.term], outputs: [], copyTo: result, level: 0 }];
  });
}

/** a * b + c in one pass over the rows, where the product has no other use. */
function fuseMultiplyAdd(items: readonly Item[], results: readonly Result[], computes: Computes): Item[] {
  const uses = new Map<Term, number>();
  for (const { term } of results) uses.set(term, (uses.get(term) ?? 0) + 1);
  for (const item of items) for (const arg of item.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
  const gone = new Set<Term>();
  for (const item of items) {
    if (item.op !== Op.Add) continue;
    const product = item.args.find(
      (arg) => arg.op === Op.Mul && arg.space === item.space && uses.get(arg) === 1 && computes(arg) && !gone.has(arg),
    );
    if (product === undefined) continue;
    const other = item.args[0] === product ? item.args[1] : item.args[0];
    item.op = Op.MultiplyAdd;
    item.args = [...product.args, other as Term];
    gone.add(product);
  }
  return items.filter((item) => !item.outputs.some((term) => gone.has(term)));
}

function isWhole(item: Item): boolean {
  return wholeOps.has(item.op) || item.body !== undefined;
}

/** The producer's value can be read within the producer's own stage: row by row, not as a lag reads it. */
function sharesStage(arg: Term, from: Item, to: Item): boolean {
  return arg.space === from.space && from.space === to.space && !isWhole(from) && !isWhole(to) && to.op !== Op.Gather;
}

function earliest(item: Item, producer: ReadonlyMap<Term, Item>): number {
  let level = 0;
  for (const arg of item.args) {
    const from = producer.get(arg);
    if (from !== undefined) level = Math.max(level, from.level + (sharesStage(arg, from, item) ? 0 : 1));
  }
  return level;
}

/** Row work goes to the latest level that its users allow, so that it can stay within their stage. */
function delayRows(items: readonly Item[], producer: ReadonlyMap<Term, Item>): void {
  const latest = new Map<Item, number>();
  for (const item of [...items].reverse()) {
    if (item.space !== 0) item.level = Math.max(item.level, latest.get(item) ?? item.level);
    for (const arg of item.args) {
      const from = producer.get(arg);
      if (from === undefined) continue;
      const limit = item.level - (sharesStage(arg, from, item) ? 0 : 1);
      latest.set(from, Math.min(latest.get(from) ?? Number.POSITIVE_INFINITY, limit));
    }
  }
}

function stages(items: readonly Item[]): StagePlan[] {
  const plans = new Map<string, { level: number; plan: StagePlan }>();
  items.forEach((item, position) => {
    const key = `${item.level}/${item.space}${isWhole(item) ? `/${position}` : ""}`;
    const entry = plans.get(key) ?? { level: item.level, plan: { space: item.space, whole: isWhole(item), items: [] } };
    entry.plan.items.push(item);
    plans.set(key, entry);
  });
  return [...plans.values()].sort((a, b) => a.level - b.level || a.plan.space - b.plan.space).map(({ plan }) => plan);
}
