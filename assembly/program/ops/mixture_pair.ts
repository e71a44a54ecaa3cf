import { Instruction } from "../records";
export function addFusedPair(instruction: Instruction, offset: usize, rows: usize): bool { return false; }
