/** Which values a section may read and write, and what it may do: the contract between programs and the engine. */
import { Op, Section, Storage } from "../../assembly/opcodes.js";
import type { OpRow } from "./ops.js";

export interface SectionRule {
  readonly reads: ReadonlySet<Storage>;
  readonly writes: ReadonlySet<Storage>;
  /** It is differentiated: its ops need a reverse side, and terms go to the log density. */
  readonly reverse: boolean;
  /** It may draw random numbers. */
  readonly random: boolean;
}

const data = [Storage.Constant, Storage.Column, Storage.Size, Storage.Bound];
const inside = [Storage.Local, Storage.Crossing];

function rule(
  reads: readonly Storage[],
  writes: readonly Storage[],
  { reverse = false, random = false }: { reverse?: boolean; random?: boolean } = {},
): SectionRule {
  return { reads: new Set([...data, ...inside, ...reads]), writes: new Set([...inside, ...writes]), reverse, random };
}

const fromParameters = rule([Storage.Parameter, Storage.Output], [Storage.Output]);

export const sectionRules: ReadonlyMap<Section, SectionRule> = new Map([
  [Section.Bind, rule([], [Storage.Bound])],
  [Section.Transform, rule([Storage.Position, Storage.Parameter], [Storage.Parameter], { reverse: true })],
  [Section.Logp, rule([Storage.Parameter], [], { reverse: true })],
  [Section.Unconstrain, rule([Storage.Parameter, Storage.Position], [Storage.Position])],
  [Section.Track, fromParameters],
  [Section.RowLogp, fromParameters],
  [Section.ComponentLogp, fromParameters],
  [Section.Responsibilities, fromParameters],
  [Section.ResponsibilitiesUnweighted, fromParameters],
  [Section.Checks, fromParameters],
  [Section.Simulate, rule([Storage.Parameter, Storage.Output], [Storage.Output], { random: true })],
  [Section.Decode, fromParameters],
  [Section.SimulatePrior, rule([Storage.Output], [Storage.Output], { random: true })],
  [Section.PriorLogp, fromParameters],
]);

/** Computed by a section, each by exactly one instruction (Position: by Transform's caller or by Unconstrain). */
export const computed: ReadonlySet<Storage> = new Set([
  Storage.Bound,
  Storage.Position,
  Storage.Parameter,
  Storage.Local,
  Storage.Crossing,
  Storage.Output,
]);

/** Gone when their section ends. */
export const sectionPrivate: ReadonlySet<Storage> = new Set([Storage.Local, Storage.Crossing, Storage.Output]);

/** The instruction adds to the log density. */
export function isTerm(op: OpRow, outCount: number): boolean {
  return op.kind === "term" || ((op.op === Op.MixtureDensity || op.op === Op.MixtureLog) && outCount === 0);
}
