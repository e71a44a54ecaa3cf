/**
 * The log density of a loaded program and its gradient: the Transform section forward, the Logp section forward, and both in
 * reverse. A blockwise stage goes forward and back over one block, which stays in the first-level cache, before the next.
 */
import { Section as SectionKind } from "../opcodes";
import { packAdjoints, unpack } from "./columns";
import { forward, reverse } from "./dispatch";
import { clearLogDensity, logDensity } from "./log_density";
import { Instruction, Program, Section, Stage, sectionAt } from "./records";
import { forwardRecursion, reverseRecursion } from "./recursion";
import { forwardScalar, reverseScalar } from "./scalar";

// @ts-ignore: decorator
@inline
function forwardBlock(at: usize, end: usize, offset: usize, rows: usize): void {
  for (; at < end; at += 4) forward(load<Instruction>(at), offset, rows);
}

// @ts-ignore: decorator
@inline
function reverseBlock(stage: Stage, offset: usize, rows: usize): void {
  for (let at = stage.reverse, end = stage.reverseEnd; at < end; at += 4) reverse(load<Instruction>(at), offset, rows);
}

// @ts-ignore: decorator
@inline
function forwardScalars(at: usize, end: usize): void {
  for (; at < end; at += 4) forwardScalar(load<Instruction>(at));
}

// @ts-ignore: decorator
@inline
function reverseScalars(stage: Stage): void {
  for (let at = stage.reverse, end = stage.reverseEnd; at < end; at += 4) reverseScalar(load<Instruction>(at));
}

/** Every stage forward, terms of the log density included. An empty space has one block without rows. */
export function forwardSection(section: Section): void {
  for (let i: usize = 0; i < section.stageCount; ++i) {
    const stage = load<Stage>(section.stages + (i << 2));
    const end = stage.instructions + (<usize>stage.instructionCount << 2);
    if (stage.recursion != null) {
      forwardRecursion(stage);
      continue;
    }
    if (stage.space == 0) {
      forwardScalars(stage.instructions, end);
      continue;
    }
    const rows = stage.rows;
    let start: usize = 0;
    do {
      forwardBlock(stage.instructions, end, start << 3, min(rows - start, stage.blockRows));
      start += stage.blockRows;
    } while (start < rows);
  }
}

/** A stage's forward side where its reverse will follow; of a blockwise stage, both. */
function sweepStage(stage: Stage): void {
  if (stage.recursion != null) return forwardRecursion(stage);
  if (stage.space == 0) {
    forwardScalars(stage.forward, stage.forwardEnd);
    if (stage.blockwise) reverseScalars(stage);
    return;
  }
  const rows = stage.rows;
  const blockRows = stage.blockRows;
  let start: usize = 0;
  do {
    const count = min(rows - start, blockRows);
    forwardBlock(stage.forward, stage.forwardEnd, start << 3, count);
    if (stage.blockwise) reverseBlock(stage, start << 3, count);
    start += blockRows;
  } while (start < rows);
}

function sweepSection(section: Section): void {
  for (let at = section.stages, end = at + (<usize>section.stageCount << 2); at < end; at += 4) sweepStage(load<Stage>(at));
}

function reverseStage(stage: Stage): void {
  if (stage.recursion != null) return reverseRecursion(stage);
  if (stage.space == 0) return reverseScalars(stage);
  const rows = stage.rows;
  let start: usize = 0;
  do {
    reverseBlock(stage, start << 3, min(rows - start, stage.blockRows));
    start += stage.blockRows;
  } while (start < rows);
}

function reverseSection(section: Section): void {
  for (let at = section.stages + (<usize>section.stageCount << 2); at > section.stages;) {
    at -= 4;
    const stage = load<Stage>(at);
    if (!stage.blockwise) reverseStage(stage);
  }
}

// @ts-ignore: decorator
@inline
function clearAdjoints(program: Program): void {
  let at = program.adjoints;
  if (program.adjointBytes > 1024) memory.fill(at, 0, program.adjointBytes);
  else for (const end = at + program.adjointBytes; at < end; at += 16) v128.store(at, i64x2.splat(0));
}

/** Log density at an unconstrained position, Jacobian included. */
export function logp(program: Program, position: usize): f64 {
  unpack(program.positions, program.positionCount, position);
  clearLogDensity();
  forwardSection(sectionAt(program, SectionKind.Transform));
  forwardSection(sectionAt(program, SectionKind.Logp));
  return logDensity();
}

export function logpAndGradient(program: Program, position: usize, gradient: usize): f64 {
  const transform = sectionAt(program, SectionKind.Transform);
  const density = sectionAt(program, SectionKind.Logp);
  unpack(program.positions, program.positionCount, position);
  clearAdjoints(program);
  clearLogDensity();
  sweepSection(transform);
  sweepSection(density);
  reverseSection(density);
  reverseSection(transform);
  packAdjoints(program.positions, program.positionCount, gradient);
  return logDensity();
}
