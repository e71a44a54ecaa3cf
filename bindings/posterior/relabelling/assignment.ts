/**
 * The assignment problem: rows to columns of a square matrix, one to one, at the least sum of costs. The Hungarian method in the
 * form of shortest augmenting paths (Jonker & Volgenant 1987): O(size^3), whatever the costs. Relabelling solves one for each draw,
 * so the buffers stay.
 */
export class Assignment {
  /** Potentials of rows and columns: every reduced cost `cost - row - column` is 0 or more, and 0 where a row is assigned. */
  readonly #rowPotential: Float64Array;
  readonly #columnPotential: Float64Array;
  /** Shortest reduced path to each column, and the column before it on that path. */
  readonly #distance: Float64Array;
  readonly #before: Int32Array;
  readonly #visited: Uint8Array;
  /** Row of each column; the place after the last holds the row that is being assigned. */
  readonly #rowOf: Int32Array;

  constructor(readonly size: number) {
    this.#rowPotential = new Float64Array(size);
    this.#columnPotential = new Float64Array(size + 1);
    this.#distance = new Float64Array(size + 1);
    this.#before = new Int32Array(size + 1);
    this.#visited = new Uint8Array(size + 1);
    this.#rowOf = new Int32Array(size + 1);
  }

  /** Writes the column of each row to `out`. Costs are finite, row-major: `costs[row * size + column]`. */
  solve(costs: ArrayLike<number>, out: Uint8Array | Int32Array): void {
    const { size } = this;
    this.#rowPotential.fill(0);
    this.#columnPotential.fill(0);
    this.#rowOf.fill(-1);
    for (let row = 0; row < size; row++) this.#augment(row, this.#shortestPath(row, costs));
    for (let column = 0; column < size; column++) out[this.#rowOf[column]!] = column;
  }

  /** The free column at the end of the shortest path from a row, over columns that are taken. */
  #shortestPath(row: number, costs: ArrayLike<number>): number {
    const { size } = this;
    this.#distance.fill(Infinity);
    this.#before.fill(size);
    this.#visited.fill(0);
    this.#rowOf[size] = row;
    let column = size;
    while (this.#rowOf[column]! >= 0) {
      this.#visited[column] = 1;
      column = this.#extend(column, costs);
    }
    return column;
  }

  /** Takes the edges out of a visited column's row, moves the potentials to the nearest column, and returns that column. */
  #extend(from: number, costs: ArrayLike<number>): number {
    const { size } = this;
    const row = this.#rowOf[from]!;
    let nearest = -1;
    for (let column = 0; column < size; column++) {
      if (this.#visited[column]) continue;
      const reduced = costs[row * size + column]! - this.#rowPotential[row]! - this.#columnPotential[column]!;
      if (reduced < this.#distance[column]!) {
        this.#distance[column] = reduced;
        this.#before[column] = from;
      }
      if (nearest < 0 || this.#distance[column]! < this.#distance[nearest]!) nearest = column;
    }
    const step = this.#distance[nearest]!;
    for (let column = 0; column <= size; column++) {
      if (this.#visited[column]) {
        this.#rowPotential[this.#rowOf[column]!]! += step;
        this.#columnPotential[column]! -= step;
      } else {
        this.#distance[column]! -= step;
      }
    }
    return nearest;
  }

  /** Moves every row on the path one column on. */
  #augment(row: number, end: number): void {
    for (let column = end; column !== this.size; column = this.#before[column]!) {
      this.#rowOf[column] = this.#rowOf[this.#before[column]!]!;
    }
    this.#rowOf[this.size] = row;
  }
}
