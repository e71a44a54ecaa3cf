/**
 * Cholesky: the lower triangular L with L L^T = A, of which the lower triangle is read; rows of both are contiguous. Where A is not
 * positive definite, L's lower triangle is NaN.
 *
 * Forward, L grows by panels of a few rows (Cholesky-Banachiewicz): tiles of two rows by two columns are sums of products of rows
 * that are there already, so all their lengths are even. Reverse is algorithm "chol_blocked_rev" of Murray (2016), Differentiation
 * of the Cholesky decomposition, arXiv:1602.07527, on rows: panels of four from the last to the first, in the place of L's adjoint,
 * which nobody reads afterwards. The adjoint of a_ij, i > j, is the derivative by that one number.
 */
import { pair } from "../../math/pair";
import { addScaled } from "../../vector";
import { padColumn } from "../columns";
import { Instruction, argument, output } from "../records";
import { sumPairs } from "./product";

/** Rows of a forward panel, even: they stay in the first-level cache while the rows above are read once for all of them. */
const PanelRows: usize = 8;

/** Length of a side of a square matrix of so many elements. */
export function sideOf(rows: usize): usize {
  return <usize>sqrt<f64>(<f64>rows);
}

export function choleskyForward(instruction: Instruction, rows: usize): void {
  const n = sideOf(rows);
  const from = argument(instruction, 0).values;
  const to = output(instruction, 0).values;
  memory.fill(to, 0, rows << 3);
  if (!factorise(n, from, to)) fillLower(n, to, NaN);
  padColumn(to, rows);
}

function fillLower(n: usize, to: usize, value: f64): void {
  for (let i: usize = 0; i < n; ++i, to += n << 3) {
    for (let k: usize = 0; k <= i; ++k) store<f64>(to + (k << 3), value);
  }
}

function factorise(n: usize, from: usize, to: usize): bool {
  const stride = n << 3;
  for (let panel: usize = 0; panel < n; panel += PanelRows) {
    const end = min(panel + PanelRows, n);
    for (let j: usize = 0; j < end; j += 2) {
      for (let i = max(panel, j); i < end; i += 2) {
        // The second row of the last pair of an odd number is the first once more.
        const down = i + 1 < n ? stride : 0;
        const at = i * stride + (j << 3);
        if (i == j) {
          if (!placeDiagonal(to + i * stride, from + at, j << 3, down)) return false;
        } else {
          placeTile(to + i * stride, to + j * stride, from + at, j << 3, down, stride);
        }
      }
    }
  }
  return true;
}

/** Of the tile at hand, its first and its second column: a pair of rows each. */
const tile: usize = memory.data(32, 16);

/** The tile of A at `from` less the products of rows x and x + down with rows y and y + right over the first `bytes`. */
// @ts-ignore: decorator
@inline
function reduceTile(x: usize, y: usize, from: usize, bytes: usize, down: usize, right: usize): void {
  let s00 = pair(0);
  let s10 = pair(0);
  let s01 = pair(0);
  let s11 = pair(0);
  for (const end = x + bytes; x < end; x += 16, y += 16) {
    const x0 = v128.load(x);
    const x1 = v128.load(x + down);
    const y0 = v128.load(y);
    const y1 = v128.load(y + right);
    s00 = f64x2.add(s00, f64x2.mul(x0, y0));
    s10 = f64x2.add(s10, f64x2.mul(x1, y0));
    s01 = f64x2.add(s01, f64x2.mul(x0, y1));
    s11 = f64x2.add(s11, f64x2.mul(x1, y1));
  }
  v128.store(tile, f64x2.sub(f64x2(load<f64>(from), load<f64>(from + down)), sumPairs(s00, s10)));
  v128.store(tile, f64x2.sub(f64x2(load<f64>(from, 8), load<f64>(from + down, 8)), sumPairs(s01, s11)), 16);
}

/** Rows x and x + down, columns at `bytes` and after it, from the finished rows y and y + stride. */
function placeTile(x: usize, y: usize, from: usize, bytes: usize, down: usize, stride: usize): void {
  reduceTile(x, y, from, bytes, down, stride);
  const corner = y + bytes;
  const first = f64x2.div(v128.load(tile), v128.load64_splat(corner));
  const rest = f64x2.sub(v128.load(tile, 16), f64x2.mul(first, v128.load64_splat(corner + stride)));
  const second = f64x2.div(rest, v128.load64_splat(corner + stride, 8));
  v128.store(x + bytes + down, v128.shuffle<f64>(first, second, 1, 3));
  v128.store(x + bytes, v128.shuffle<f64>(first, second, 0, 2));
}

/** The tile on the diagonal; false where a pivot is not a positive number. */
function placeDiagonal(x: usize, from: usize, bytes: usize, down: usize): bool {
  reduceTile(x, x, from, bytes, down, down);
  const root = sqrt<f64>(load<f64>(tile));
  const corner = x + bytes;
  store<f64>(corner, root);
  if (down == 0) return isPivot(root);
  const below = load<f64>(tile, 8) / root;
  const next = sqrt<f64>(load<f64>(tile, 24) - below * below);
  store<f64>(corner + down, below);
  store<f64>(corner + down, next, 8);
  return isPivot(root) && isPivot(next);
}

function isPivot(root: f64): bool {
  return root > 0 && root < Infinity;
}

export function choleskyReverse(instruction: Instruction, rows: usize): void {
  const n = sideOf(rows);
  const stride = n << 3;
  const l = output(instruction, 0).values;
  const g = output(instruction, 0).adjoint;
  if (isZero(n, g)) return;
  let panel = n & ~3;
  sweepPanel(l, g, stride, panel, n);
  while (panel > 0) {
    panel -= 4;
    const top = panel * stride;
    invertDiagonal(l + top + (panel << 3), stride);
    for (let below = top + (stride << 2), end = n * stride; below < end; below += stride) {
      sweepRow(l + below, g + below, l + top, g + top, stride, panel << 3);
    }
    sweepPanel(l, g, stride, panel, panel + 4);
  }
  let to = argument(instruction, 0).adjoint;
  let from = g;
  for (let i: i32 = 1; i <= <i32>n; ++i, from += stride, to += stride) addScaled(i, 1, from, to);
}

/** Nothing flows back to a lower triangle. */
function isZero(n: usize, g: usize): bool {
  for (let i: usize = 0; i < n; ++i, g += n << 3) {
    for (let k: usize = 0; k <= i; ++k) if (load<f64>(g + (k << 3)) != 0) return false;
  }
  return true;
}

/** 1 / d of the four diagonal elements of a panel. */
const inverses: usize = memory.data(32, 16);

function invertDiagonal(at: usize, stride: usize): void {
  for (let k: usize = 0; k < 4; ++k, at += stride + 8) store<f64>(inverses + (k << 3), 1 / load<f64>(at));
}

/**
 * A row below a panel whose columns begin at `bytes`. With D the panel's triangle and x D = the row's adjoint there, x is the
 * adjoint of the row of A; the row's adjoint to the left loses x times the panel, that of the panel x^T times the row. All of it
 * goes over the columns of D too: what comes to stand there in the row is replaced by x, above the diagonal nobody looks.
 */
function sweepRow(row: usize, own: usize, panel: usize, adjoint: usize, stride: usize, bytes: usize): void {
  const c = own + bytes;
  const d1 = panel + bytes + stride;
  const d2 = d1 + stride;
  const d3 = d2 + stride;
  const x3 = load<f64>(c, 24) * load<f64>(inverses, 24);
  const x2 = (load<f64>(c, 16) - x3 * load<f64>(d3, 16)) * load<f64>(inverses, 16);
  const x1 = (load<f64>(c, 8) - x3 * load<f64>(d3, 8) - x2 * load<f64>(d2, 8)) * load<f64>(inverses, 8);
  const x0 = (load<f64>(c) - x3 * load<f64>(d3) - x2 * load<f64>(d2) - x1 * load<f64>(d1)) * load<f64>(inverses);
  const to1 = adjoint + stride;
  const to2 = to1 + stride;
  const to3 = to2 + stride;
  const from1 = panel + stride;
  const from2 = from1 + stride;
  const from3 = from2 + stride;
  const v0 = pair(x0);
  const v1 = pair(x1);
  const v2 = pair(x2);
  const v3 = pair(x3);
  for (let at: usize = 0, end = bytes + 32; at < end; at += 16) {
    const early = f64x2.add(f64x2.mul(v0, v128.load(panel + at)), f64x2.mul(v1, v128.load(from1 + at)));
    const late = f64x2.add(f64x2.mul(v2, v128.load(from2 + at)), f64x2.mul(v3, v128.load(from3 + at)));
    v128.store(own + at, f64x2.sub(v128.load(own + at), f64x2.add(early, late)));
    const b = v128.load(row + at);
    v128.store(adjoint + at, f64x2.sub(v128.load(adjoint + at), f64x2.mul(v0, b)));
    v128.store(to1 + at, f64x2.sub(v128.load(to1 + at), f64x2.mul(v1, b)));
    v128.store(to2 + at, f64x2.sub(v128.load(to2 + at), f64x2.mul(v2, b)));
    v128.store(to3 + at, f64x2.sub(v128.load(to3 + at), f64x2.mul(v3, b)));
  }
  v128.store(c, f64x2(x0, x1));
  v128.store(c, f64x2(x2, x3), 16);
}

/** Rows from..to - 1 among themselves, the last first ("chol_unblocked_rev", with all columns to the left). */
function sweepPanel(l: usize, g: usize, stride: usize, from: usize, to: usize): void {
  for (let j = to; j > from;) {
    --j;
    const row = l + j * stride;
    const own = g + j * stride;
    const at = j << 3;
    const end = (to - j) * stride;
    const inverse = 1 / load<f64>(row + at);
    let d = load<f64>(own + at);
    for (let below = stride; below < end; below += stride) {
      const c = load<f64>(own + below + at) * inverse;
      store<f64>(own + below + at, c);
      d -= c * load<f64>(row + below + at);
      addScaled(<i32>j, -c, row + below, own);
      addScaled(<i32>j, -c, row, own + below);
    }
    d *= inverse;
    addScaled(<i32>j, -d, row, own);
    store<f64>(own + at, 0.5 * d);
  }
}
