/** Stage plans into instructions over the program's value table. */
import { Op, Section as SectionKind, StageMode, Storage } from "../../../assembly/opcodes.js";
import type { Instruction, Section, Stage, Value } from "../program.js";
import type { Effects, Result } from "./effects.js";
import { type Item, producers, type StagePlan, schedule } from "./schedule.js";
import type { BodyOperand, ScanBody, Term } from "./term.js";

export class Emitter {
  readonly values: Value[] = [];
  readonly constants: number[] = [];
  /** Terms that are computed when data is bound, in the order in which they were first needed. */
  readonly bound: Term[] = [];
  /** Value ids of leaves and bound terms, by key. */
  private readonly shared = new Map<string, number>();
  private readonly outputIds = new Map<Result, number>();
  private readonly ordinals = new Map<Storage, number>();

  /** Emits one section. Terms that depend on data alone are read from Bound values, except in Bind itself. */
  section(kind: SectionKind, effects: Effects): Section {
    const computes = (term: Term) => term.op !== undefined && this.computesIn(kind, term);
    const plans = schedule(effects, computes);
    const owner = new Map<Item, StagePlan>();
    for (const plan of plans) for (const item of plan.items) owner.set(item, plan);
    const producer = producers(plans.flatMap((plan) => plan.items));
    const crossing = crossings(plans, owner, producer);
    const results = new Map<Term, Result>();
    const copied = new Set(
      plans.flatMap((plan) => plan.items.flatMap((item) => (item.copyTo === undefined ? [] : [item.copyTo]))),
    );
    for (const result of effects.results) if (!copied.has(result)) results.set(result.term, result);
    const ids = new Map<Term, number>();
    const idOf = (term: Term) => ids.get(term) ?? this.atHand(term);
    const stages = plans.map((plan): Stage => {
      const [scan] = plan.items;
      if (scan?.body !== undefined) {
        const first = this.outputs(scan, results, crossing, ids);
        return { space: plan.space, mode: StageMode.Scan, instructions: this.scan(scan, scan.body, scan.args.map(idOf), first) };
      }
      const instructions = plan.items.map((item): Instruction => {
        const args = item.args.map(idOf);
        const out = item.copyTo !== undefined ? this.resultValue(item.copyTo) : this.outputs(item, results, crossing, ids);
        return {
          op: item.op,
          immediate: item.immediate,
          out,
          outCount: item.copyTo !== undefined ? 1 : item.outputs.length,
          args,
        };
      });
      return { space: plan.space, mode: modeOf(kind, plan, crossing), instructions };
    });
    const outputs = effects.results
      .filter((result) => result.storage === Storage.Output)
      .map((result) => this.resultValue(result));
    return { kind, outputs, stages };
  }

  /**
   * What depends on data alone is there before a section starts; only columns that no draw needs are computed again with each result,
   * so that chains do not hold them.
   */
  private computesIn(kind: SectionKind, term: Term): boolean {
    if (kind === SectionKind.Bind || !term.dataOnly) return true;
    const sampling = kind === SectionKind.Transform || kind === SectionKind.Logp || kind === SectionKind.Unconstrain;
    return !sampling && term.space !== 0 && !this.shared.has(boundKey(term));
  }

  /** The value of a term that was there before the section started. */
  atHand(term: Term): number {
    const { leaf } = term;
    if (leaf === undefined) return this.boundValue(term);
    switch (leaf.kind) {
      case "constant":
        return this.share(`c${Object.is(leaf.value, -0) ? "-0" : leaf.value}`, () => ({
          storage: Storage.Constant,
          space: 0,
          index: this.constants.push(leaf.value) - 1,
        }));
      case "column":
        return this.share(`d${leaf.column}`, () => ({ storage: Storage.Column, space: term.space, index: leaf.column }));
      case "size":
        return this.share(`n${leaf.of}`, () => ({ storage: Storage.Size, space: 0, index: leaf.of }));
      case "parameter":
        return this.share(`${Storage.Parameter}/${leaf.ordinal}`, () => ({
          storage: Storage.Parameter,
          space: term.space,
          index: leaf.ordinal,
        }));
      case "position":
        return this.share(`${Storage.Position}/${leaf.ordinal}`, () => ({
          storage: Storage.Position,
          space: term.space,
          index: leaf.ordinal,
        }));
    }
  }

  private boundValue(term: Term): number {
    return this.share(boundKey(term), () => ({ storage: Storage.Bound, space: term.space, index: this.bound.push(term) - 1 }));
  }

  private share(key: string, make: () => Value): number {
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const id = this.values.push(make()) - 1;
    this.shared.set(key, id);
    return id;
  }

  private resultValue(result: Result): number {
    if (result.storage === Storage.Bound) return this.boundValue(result.term);
    if (result.storage !== Storage.Output) {
      return this.share(`${result.storage}/${result.ordinal}`, () => ({
        storage: result.storage,
        space: result.space,
        index: result.ordinal,
      }));
    }
    const known = this.outputIds.get(result);
    if (known !== undefined) return known;
    const id = this.values.push({ storage: Storage.Output, space: result.space, index: this.next(Storage.Output) }) - 1;
    this.outputIds.set(result, id);
    return id;
  }

  /** Consecutive values for an item's outputs. */
  private outputs(item: Item, results: ReadonlyMap<Term, Result>, crossing: ReadonlySet<Term>, ids: Map<Term, number>): number {
    if (item.outputs.length === 0) return -1;
    const all = item.outputs.map((term) => {
      const result = results.get(term);
      if (result !== undefined) return this.resultValue(result);
      const storage = crossing.has(term) ? Storage.Crossing : Storage.Local;
      return this.values.push({ storage, space: term.space, index: this.next(storage) }) - 1;
    });
    const [first] = all as [number, ...number[]];
    if (all.some((id, k) => id !== first + k)) throw new RangeError(`outputs of op ${item.op} are not consecutive`);
    item.outputs.forEach((term, k) => ids.set(term, first + k));
    return first;
  }

  /** A scan's body over numbers of one row each: states and inputs read, steps, states written. */
  private scan(item: Item, { steps, results }: ScanBody, args: readonly number[], first: number): Instruction[] {
    const instructions: Instruction[] = [];
    const local = (op: Op, operands: readonly number[], immediate = 0): number => {
      const out = this.values.push({ storage: Storage.Local, space: 0, index: this.next(Storage.Local) }) - 1;
      instructions.push({ op, immediate, out, outCount: 1, args: operands });
      return out;
    };
    const count = results.length;
    const states = results.map((_, k) => local(Op.StateIn, [args[k] as number], k));
    const inputs = item.args.slice(count).map((term, k) => {
      const id = args[count + k] as number;
      return term.space === 0 ? id : local(Op.RowIn, [id]);
    });
    const made: number[] = [];
    const idOf = ({ kind, place }: BodyOperand) =>
      (kind === "state" ? states : kind === "input" ? inputs : made)[place] as number;
    for (const step of steps) made.push(local(step.op, step.args.map(idOf)));
    for (const [k, result] of results.entries()) {
      const from = result.kind === "step" ? idOf(result) : local(Op.Copy, [idOf(result)]);
      instructions.push({ op: Op.StateOut, immediate: k, out: first + k, outCount: 1, args: [from] });
    }
    return instructions;
  }

  private next(storage: Storage): number {
    const ordinal = this.ordinals.get(storage) ?? 0;
    this.ordinals.set(storage, ordinal + 1);
    return ordinal;
  }
}

const boundKey = (term: Term) => `b${term.id}`;

/** Terms read outside the stage that makes them, or over another space than it. */
function crossings(
  plans: readonly StagePlan[],
  owner: ReadonlyMap<Item, StagePlan>,
  producer: ReadonlyMap<Term, Item>,
): Set<Term> {
  const crossing = new Set<Term>();
  for (const [term, item] of producer) if (term.space !== item.space || owner.get(item)?.whole) crossing.add(term);
  for (const plan of plans) {
    for (const item of plan.items) {
      for (const arg of item.args) {
        const from = producer.get(arg);
        if (from !== undefined && owner.get(from) !== plan) crossing.add(arg);
      }
    }
  }
  return crossing;
}

/** Sums and values for later stages need all rows at once; all else runs forward and reverse block by block. */
function modeOf(kind: SectionKind, plan: StagePlan, crossing: ReadonlySet<Term>): StageMode {
  if (plan.whole) return StageMode.Whole;
  if (kind === SectionKind.Transform) return StageMode.Full;
  const leaves = plan.items.some(
    (item) => item.op === Op.Sum || item.op === Op.SegmentSum || item.outputs.some((term) => crossing.has(term)),
  );
  return leaves ? StageMode.Full : StageMode.Block;
}
