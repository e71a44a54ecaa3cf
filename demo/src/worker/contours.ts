/** Lines of equal height on a grid: marching squares, one piece or two a cell. */

/** Pieces x0, y0, x1, y1 in cells, where heights are `values[row * size + column]`. */
export function contourLines(values: ArrayLike<number>, size: number, level: number): Float32Array {
  const pieces: number[] = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const at = row * size + column;
      const crossings = crossingsOf(values[at]!, values[at + 1]!, values[at + size + 1]!, values[at + size]!, level);
      for (let i = 0; i + 3 < crossings.length; i += 4) {
        pieces.push(column + crossings[i]!, row + crossings[i + 1]!, column + crossings[i + 2]!, row + crossings[i + 3]!);
      }
    }
  }
  return Float32Array.from(pieces);
}

/** Where the level crosses a cell's sides, in pairs, going round from its first corner. */
function crossingsOf(a: number, b: number, c: number, d: number, level: number): number[] {
  const [inA, inB, inC, inD] = [a > level, b > level, c > level, d > level];
  if (inA === inB && inB === inC && inC === inD) return [];
  const found: number[] = [];
  const share = (from: number, to: number) => (level - from) / (to - from);
  if (inA !== inB) found.push(share(a, b), 0);
  if (inB !== inC) found.push(1, share(b, c));
  if (inC !== inD) found.push(1 - share(c, d), 1);
  if (inD !== inA) found.push(0, 1 - share(d, a));
  return found;
}
