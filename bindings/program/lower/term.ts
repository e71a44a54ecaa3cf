/**
 * Terms: the expression graph without events, each over one index space. Arguments come before their users, so `id` order is a
 * topological order.
 */
import type { Op } from "../../../assembly/opcodes.js";

export type Leaf =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "column"; readonly column: number }
  | { readonly kind: "size"; readonly of: number }
  | { readonly kind: "parameter"; readonly ordinal: number }
  | { readonly kind: "position"; readonly ordinal: number };

/** What an instruction of a scan's body reads: a state of the row before, an input (of its row, or a scalar), an earlier result. */
export interface BodyOperand {
  readonly kind: "state" | "input" | "step";
  readonly place: number;
}

export interface BodyStep {
  readonly op: Op;
  readonly args: readonly BodyOperand[];
}

/** What a scan does in each row. Its term's arguments are the states' starts, then the inputs. */
export interface ScanBody {
  readonly steps: readonly BodyStep[];
  readonly results: readonly BodyOperand[];
}

export interface Term {
  readonly id: number;
  readonly space: number;
  /** Depends on no parameter: computed once, when data is bound. */
  readonly dataOnly: boolean;
  readonly leaf?: Leaf;
  readonly op?: Op;
  readonly args: readonly Term[];
  readonly immediate: number;
  /** Of a scan, whose outputs are its states. */
  readonly body?: ScanBody;
  /** All outputs of the instruction, in order; usually this term alone. */
  readonly siblings: readonly Term[];
}

export function constantValue(term: Term): number | undefined {
  return term.leaf?.kind === "constant" ? term.leaf.value : undefined;
}
