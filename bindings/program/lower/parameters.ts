/** A model's parameters: their places among positions and constrained values, their constraints and starts. */
import { Storage } from "../../../assembly/opcodes.js";
import { WasmcmcError } from "../../errors.js";
import type { Constraint, Node, ParamNode } from "../../model/graph.js";
import type { ParameterLayout } from "../compiled.js";
import type { Arena } from "./arena.js";
import type { Columns } from "./columns.js";
import { constrain, constraintOf, rangeOfConstraint, unconstrain, unconstrainedWidth } from "./constraints.js";
import type { Effects } from "./effects.js";
import type { Emitter } from "./emit.js";
import { Expander } from "./expand.js";
import type { Range } from "./facts.js";
import type { Term } from "./term.js";

interface Entry {
  readonly name: string;
  readonly node: ParamNode;
  readonly tracked: boolean;
  readonly prior: string;
  /** A start that was found for it. */
  readonly start?: Node | undefined;
  readonly constraint: Constraint;
  readonly space: number;
  readonly width: number;
  readonly first: number;
  readonly firstPosition: number;
  readonly positionWidth: number;
}

export class Parameters {
  private readonly entries: Entry[] = [];
  private readonly byNode = new Map<ParamNode, Entry>();

  constructor(
    private readonly arena: Arena,
    definitions: readonly {
      readonly name: string;
      readonly node: ParamNode;
      readonly tracked: boolean;
      readonly prior: string;
      readonly start?: Node | undefined;
    }[],
  ) {
    let first = 0;
    let firstPosition = 0;
    for (const definition of definitions) {
      const { node } = definition;
      const constraint = constraintOf(node);
      const width = node.event.reduce((product, length) => product * length, 1);
      const positionWidth = unconstrainedWidth(constraint, width);
      const entry = {
        ...definition,
        constraint,
        space: arena.spaces.named(node.dims),
        width,
        first,
        firstPosition,
        positionWidth,
      };
      this.entries.push(entry);
      this.byNode.set(node, entry);
      first += width;
      firstPosition += positionWidth;
    }
  }

  /** The constrained values of a parameter. */
  terms(node: ParamNode): readonly Term[] {
    const { first, width, space } = this.entry(node);
    return Array.from({ length: width }, (_, k) => this.arena.parameter(first + k, space));
  }

  range(ordinal: number, expander: Expander): Range {
    const entry = this.entries.find(({ first, width }) => ordinal >= first && ordinal < first + width);
    if (entry === undefined) throw new RangeError(`no parameter value ${ordinal}`);
    return rangeOfConstraint(entry.constraint, expander);
  }

  /** Gives every coordinate its value, in order. */
  positions(emitter: Emitter): void {
    for (const entry of this.entries) for (const term of this.coordinates(entry)) emitter.atHand(term);
  }

  constrain(effects: Effects, columns: Columns): void {
    const made = new Map<ParamNode, readonly Term[]>();
    const expander = new Expander(this.arena, columns, (node) => make(node));
    const make = (node: ParamNode): readonly Term[] => {
      const known = made.get(node);
      if (known !== undefined) return known;
      const entry = this.entry(node);
      const terms = constrain(expander, effects, entry.constraint, this.coordinates(entry), entry.space);
      made.set(node, terms);
      return terms;
    };
    for (const { node, first, space } of this.entries) {
      make(node).forEach((term, k) => {
        if (term.space !== space) this.boundsTooWide(node);
        effects.result(Storage.Parameter, first + k, term, space);
      });
    }
  }

  unconstrain(effects: Effects, expander: Expander): void {
    for (const { node, constraint, firstPosition, space } of this.entries) {
      unconstrain(expander, constraint, this.terms(node), space).forEach((term, k) => {
        effects.result(Storage.Position, firstPosition + k, term, space);
      });
    }
  }

  layouts(expander: Expander, emitter: Emitter): ParameterLayout[] {
    return this.entries.map(({ name, node, start, tracked, prior, constraint, first, width, firstPosition, positionWidth }) => ({
      name,
      dims: node.dims,
      event: node.event,
      first,
      width,
      constraint: constraint.kind,
      tracked,
      firstPosition,
      positionWidth,
      prior,
      init: this.init(start ?? node.init, name, expander, emitter),
    }));
  }

  private init(init: ParamNode["init"], name: string, expander: Expander, emitter: Emitter): ParameterLayout["init"] {
    if (init === undefined) return undefined;
    if (!("kind" in init)) return { numbers: init };
    const terms = expander.expand(init);
    if (terms.some((term) => !term.dataOnly)) {
      throw new WasmcmcError({
        code: "bad-init",
        problem: `The init of "${name}" depends on a parameter.`,
        variable: name,
        remedy: "Start it at a number, or at an expression of constants and data.",
      });
    }
    return { values: terms.map((term) => emitter.atHand(term)) };
  }

  private coordinates({ firstPosition, positionWidth, space }: Entry): Term[] {
    return Array.from({ length: positionWidth }, (_, k) => this.arena.position(firstPosition + k, space));
  }

  private entry(node: ParamNode): Entry {
    const entry = this.byNode.get(node);
    if (entry === undefined) throw new RangeError("a parameter that the model does not list");
    return entry;
  }

  private boundsTooWide(node: ParamNode): never {
    const { name } = this.entry(node);
    throw new WasmcmcError({
      code: "bad-constraint",
      problem: `The bounds of "${name}" have dims that the parameter does not have.`,
      variable: name,
      remedy: "Give the parameter these dims: param(..., { dims }).",
    });
  }
}
