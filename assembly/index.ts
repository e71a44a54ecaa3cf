/**
 * The module's exports: all that TypeScript calls. Pointers and counts are u32; a pointer of 0, or a result of 0, means failure.
 *
 *     allocate           zeroed bytes, 16-byte aligned, for good
 *     programLoad        a program from its bytes, over dims of the given sizes (u32 each)
 *     programColumn      where a data column's f64, an index column's i32 are written before programBind
 *     programValue       the column of a Bound, Parameter or Output value
 *     programLogp...     at a compact unconstrained position; NaN comes back as NaN
 *     programSection...  forward-only sections from compact constrained values, built (and given memory) when first asked for
 *     programStream      the random numbers of sections Simulate and SimulatePrior from now on: those of a seed (53 bits) and a chain
 *                        (11 bits; what is above them tells further streams of it apart). programSection takes those of the iteration; a run over draws takes those of the iteration
 *                        for the first, of the one after for the second..., and leaves the stream at the next. Until it is
 *                        called, seed, chain and iteration are 0.
 *     chain...           sampling; the records are in layout.ts
 *
 * Compact vectors hold values one after the other, without padding, in the order of their index or of a section's outputs.
 */
import { Chain, chainCreate as createChain, chainMetric as metricOf, chainRun as runChain, chainStart as startChain, chainStartPosition as startPositionOf, chainTrace as traceChain, chainTraced as tracedOf } from "./chain";
import { chainRestore as restoreChain, chainSave as saveChain } from "./chain_state";
import { Target } from "./hmc/target";
import { allocate } from "./memory";
import { logp, logpAndGradient } from "./program/evaluate";
import { loadProgram } from "./program/load";
import { Program, dataColumn, indexColumn, valueAt } from "./program/records";
import { bind, constrain, readySection, runDraws, runSection, startStream, unconstrain } from "./program/sections";

export { allocate };

export function programLoad(bytes: usize, byteLength: u32, dimSizes: usize): usize {
  const program = loadProgram(bytes, byteLength, dimSizes);
  return changetype<usize>(program);
}

export function programDimension(program: Program): u32 {
  return <u32>program.dimension;
}

export function programParameterLength(program: Program): u32 {
  return <u32>program.parameterLength;
}

export function programColumn(program: Program, place: u32): usize {
  return place < program.columnCount ? dataColumn(program, place).data : 0;
}

export function programIndex(program: Program, place: u32): usize {
  return place < program.indexCount ? indexColumn(program, place).data : 0;
}

export function programBind(program: Program): void {
  bind(program);
}

export function programValue(program: Program, value: u32): usize {
  return value < program.valueCount ? valueAt(program, value).values : 0;
}

export function programLogp(program: Program, position: usize): f64 {
  return logp(program, position);
}

export function programLogpAndGradient(program: Program, position: usize, gradient: usize): f64 {
  return logpAndGradient(program, position, gradient);
}

export function programConstrain(program: Program, position: usize, parameters: usize): void {
  constrain(program, position, parameters);
}

export function programUnconstrain(program: Program, parameters: usize, position: usize): bool {
  return unconstrain(program, parameters, position);
}

export function programStream(program: Program, seedLow: u32, seedHigh: u32, chain: u32, iteration: u32): void {
  startStream(program, seedLow, seedHigh, chain, iteration);
}

export function programSection(program: Program, kind: u32, parameters: usize): bool {
  return runSection(program, kind, parameters);
}

export function programSectionDraws(program: Program, kind: u32, draws: usize, drawCount: u32, out: usize): bool {
  return runDraws(program, kind, draws, drawCount, out);
}

/** Length of a section's compact outputs; 0 if it has none or cannot be built. */
export function programOutputLength(program: Program, kind: u32): u32 {
  const section = readySection(program, kind);
  return section == null ? 0 : <u32>section.outputLength;
}

function evaluateTarget(context: usize, position: usize, gradient: usize): f64 {
  return logpAndGradient(changetype<Program>(context), position, gradient);
}

function constrainTarget(context: usize, position: usize, parameters: usize): void {
  constrain(changetype<Program>(context), position, parameters);
}

/** A chain over a bound program; `options` is a ChainOptions record. */
export function chainCreate(program: Program, options: usize): usize {
  const target = changetype<Target>(allocate(offsetof<Target>()));
  target.dimension = <i32>program.dimension;
  target.context = changetype<usize>(program);
  target.evaluate = evaluateTarget.index;
  return changetype<usize>(createChain(target, constrainTarget.index, <i32>program.parameterLength, options));
}

export function chainStart(chain: Chain): u32 {
  return startChain(chain);
}

export function chainStartPosition(chain: Chain): usize {
  return startPositionOf(chain);
}

export function chainRun(chain: Chain, iterations: u32, draws: usize, stats: usize): void {
  runChain(chain, iterations, draws, stats);
}

export function chainMetric(chain: Chain): usize {
  return metricOf(chain);
}

/** Writes the chain's state (ChainState in layout.ts) and returns its bytes; with a pointer of 0 it only counts them. */
export function chainSave(chain: Chain, to: usize): u32 {
  return <u32>saveChain(chain, to);
}

/** In place of chainStart: the state of a chain with the same program, data and options. */
export function chainRestore(chain: Chain, from: usize): u32 {
  return restoreChain(chain, from);
}

/** Room for `capacity` records of each transition from now on (assembly/hmc/trace.ts). */
export function chainTrace(chain: Chain, records: usize, capacity: u32): void {
  traceChain(chain, records, capacity);
}

/** Records of the last transition. */
export function chainTraced(chain: Chain): u32 {
  return tracedOf(chain);
}
