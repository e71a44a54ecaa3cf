/** What the reference evaluator keeps: a column a value, and during a reverse sweep an adjoint and its absolute scale a row. */
import { Storage } from "../../../assembly/opcodes.js";
import { rowCounts } from "../bound_data.js";
import type { BoundData } from "../evaluator.js";
import type { Program } from "../program.js";
import type { RandomStream } from "./random_bits.js";
import { CompensatedSum, SumColumn } from "./sum.js";

/** A row's adjoint, and the sum of the absolute products that it is made of. */
export interface Adjoint {
  readonly adjoint: number;
  readonly scale: number;
}

const withAdjoint: ReadonlySet<Storage> = new Set([Storage.Position, Storage.Parameter, Storage.Local, Storage.Crossing]);

export class State {
  /** Rows of each index space. */
  readonly rows: readonly number[];
  /** What simulating sections draw from. */
  stream: RandomStream = { seed: 0, chain: 0, iteration: 0 };
  private readonly columns: Float64Array[];
  private adjoints: (SumColumn | undefined)[] = [];
  private scales: (SumColumn | undefined)[] = [];
  private logDensity = new CompensatedSum();
  private absoluteTerms = new CompensatedSum();

  constructor(
    readonly program: Program,
    readonly data: BoundData,
  ) {
    this.rows = rowCounts(program, data.dimSizes);
    this.columns = program.values.map(({ storage, space, index }) => {
      if (storage === Storage.Constant) return Float64Array.of(program.constants[index] as number);
      if (storage === Storage.Size) return Float64Array.of(this.rows[index] as number);
      if (storage === Storage.Column) return (data.columns[index] as Float64Array).slice();
      return new Float64Array(this.rows[space] as number);
    });
  }

  column(id: number): Float64Array {
    return this.columns[id] as Float64Array;
  }

  index(number: number): Int32Array {
    return this.data.indexes[number] as Int32Array;
  }

  /** A scalar is read alike by all rows. */
  read(id: number, row: number): number {
    return this.column(id)[this.place(id, row)] as number;
  }

  write(id: number, row: number, x: number): void {
    this.column(id)[row] = x;
  }

  private place(id: number, row: number): number {
    return this.program.values[id]?.space === 0 ? 0 : row;
  }

  startLogp(): void {
    this.logDensity = new CompensatedSum();
    this.absoluteTerms = new CompensatedSum();
  }

  addTerm(term: number, size = Math.abs(term)): void {
    this.logDensity.add(term);
    this.absoluteTerms.add(size);
  }

  get logp(): number {
    return this.logDensity.value;
  }

  get sizeOfTerms(): number {
    return this.absoluteTerms.value;
  }

  startReverse(): void {
    const fresh = (): (SumColumn | undefined)[] =>
      this.program.values.map(({ storage }, id) =>
        withAdjoint.has(storage) ? new SumColumn(this.column(id).length) : undefined,
      );
    this.adjoints = fresh();
    this.scales = fresh();
  }

  adjoint(id: number, row: number): Adjoint {
    const place = this.place(id, row);
    return { adjoint: this.adjoints[id]?.at(place) ?? 0, scale: this.scales[id]?.at(place) ?? 0 };
  }

  /** Before a value is computed anew. */
  forgetAdjoint(id: number): void {
    const rows = this.column(id).length;
    this.adjoints[id] = new SumColumn(rows);
    this.scales[id] = new SumColumn(rows);
  }

  /** Adds a partial times the adjoint of what it leads to. A zero adjoint adds exactly zero, whatever the partial. */
  propagate(id: number, row: number, partial: number, from: Adjoint, magnitude = Math.abs(partial)): void {
    const place = this.place(id, row);
    if (from.adjoint !== 0) this.adjoints[id]?.add(place, partial * from.adjoint);
    if (from.scale !== 0) this.scales[id]?.add(place, magnitude * from.scale);
  }
}

/** Nothing depends on it. */
export const none: Adjoint = { adjoint: 0, scale: 0 };

/** The adjoint of a term of the log density that enters with a factor. */
export const enteringWith = (factor: number): Adjoint => ({ adjoint: factor, scale: Math.abs(factor) });
