/** What runs forward only: binding data, constraining and unconstraining, and the sections that start from stored draws. */
import { Purpose } from "../layout";
import { Section as SectionKind } from "../opcodes";
import { selectDraws, setKey } from "../rng/stream";
import { buildSection } from "./build";
import { pack, padData, unpack } from "./columns";
import { forwardSection } from "./evaluate";
import { drawFrom } from "./ops/random";
import { Program, Section, SectionCount, sectionAt } from "./records";

/** After the columns have been written: computes what depends on data alone. */
export function bind(program: Program): void {
  padData(program);
  forwardSection(sectionAt(program, SectionKind.Bind));
}

/** Compact constrained values of an unconstrained position. */
export function constrain(program: Program, position: usize, parameters: usize): void {
  unpack(program.positions, program.positionCount, position);
  forwardSection(sectionAt(program, SectionKind.Transform));
  pack(program.parameters, program.parameterCount, parameters);
}

/** The position of compact constrained values; false if the section cannot be built. */
export function unconstrain(program: Program, parameters: usize, position: usize): bool {
  if (!runSection(program, SectionKind.Unconstrain, parameters)) return false;
  pack(program.positions, program.positionCount, position);
  return true;
}

/** A section of a kind that exists, built when it is first asked for; null if it cannot be. */
export function readySection(program: Program, kind: u32): Section | null {
  if (kind >= SectionCount || !buildSection(program, kind)) return null;
  return sectionAt(program, kind);
}

/** From here on sections draw the random numbers of this seed and chain, from this iteration on. The key has 11 bits of the chain. */
export function startStream(program: Program, seedLow: u32, seedHigh: u32, chain: u32, iteration: u32): void {
  setKey(program.stream, seedLow, seedHigh, chain);
  selectDraws(program.stream, iteration, Purpose.Simulate + (chain >> 11));
}

/** Runs a section from compact constrained values; its results stay in its outputs' columns. */
export function runSection(program: Program, kind: u32, parameters: usize): bool {
  const section = readySection(program, kind);
  if (section == null) return false;
  unpack(program.parameters, program.parameterCount, parameters);
  drawFrom(program.stream);
  forwardSection(section);
  return true;
}

/** Runs a section, and moves on to the stream's next iteration. */
function runDraw(program: Program, kind: u32, parameters: usize): bool {
  const done = runSection(program, kind, parameters);
  selectDraws(program.stream, program.stream.iteration + 1, program.stream.purpose);
  return done;
}

/** For each draw (compact constrained values, one after the other) the compact outputs. */
export function runDraws(program: Program, kind: u32, draws: usize, drawCount: u32, out: usize): bool {
  for (; drawCount > 0; --drawCount, draws += program.parameterLength << 3) {
    if (!runDraw(program, kind, draws)) return false;
    const section = sectionAt(program, kind);
    pack(section.outputs, section.outputCount, out);
    out += section.outputLength << 3;
  }
  return true;
}
