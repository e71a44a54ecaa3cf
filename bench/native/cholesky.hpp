// A lower triangular factor of a symmetric positive definite matrix and its reverse side, in the loops that the engine has: tiles
// of two rows by two columns forward, panels of four rows in reverse (Murray 2016, arXiv:1602.07527). Matrices are row by row.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

// y += factor * x
inline void addScaled(std::size_t count, double factor, const double* __restrict x, double* __restrict y) {
#pragma omp simd
  for (std::size_t k = 0; k < count; ++k) y[k] += factor * x[k];
}

struct Tile {
  double s00, s10, s01, s11;
};

inline Tile reduce(const double* x0, const double* x1, const double* y0, const double* y1, std::size_t count) {
  double s00 = 0, s10 = 0, s01 = 0, s11 = 0;
#pragma omp simd reduction(+ : s00, s10, s01, s11)
  for (std::size_t k = 0; k < count; ++k) {
    s00 += x0[k] * y0[k];
    s10 += x1[k] * y0[k];
    s01 += x0[k] * y1[k];
    s11 += x1[k] * y1[k];
  }
  return {s00, s10, s01, s11};
}

// l from the lower triangle of a; false where a is not positive definite.
inline bool factorise(std::size_t n, const double* a, double* l) {
  constexpr std::size_t panelRows = 8;
  std::memset(l, 0, n * n * sizeof(double));
  for (std::size_t panel = 0; panel < n; panel += panelRows) {
    const std::size_t end = std::min(panel + panelRows, n);
    for (std::size_t j = 0; j < end; j += 2) {
      for (std::size_t i = std::max(panel, j); i < end; i += 2) {
        const std::size_t down = i + 1 < n ? n : 0;
        const std::size_t right = i == j ? down : n;
        double *x = l + i * n, *y = l + j * n;
        const double* from = a + i * n + j;
        const Tile t = reduce(x, x + down, y, y + right, j);
        if (i == j) {
          const double root = std::sqrt(from[0] - t.s00);
          if (!(root > 0)) return false;
          x[j] = root;
          if (down == 0) continue;
          const double below = (from[down] - t.s10) / root;
          const double next = std::sqrt(from[down + 1] - t.s11 - below * below);
          if (!(next > 0)) return false;
          x[down + j] = below;
          x[down + j + 1] = next;
        } else {
          const double corner = y[j], under = y[n + j], last = y[n + j + 1];
          const double first0 = (from[0] - t.s00) / corner, first1 = (from[down] - t.s10) / corner;
          const double second0 = (from[1] - t.s01 - first0 * under) / last, second1 = (from[down + 1] - t.s11 - first1 * under) / last;
          x[down + j] = first1;
          x[down + j + 1] = second1;
          x[j] = first0;
          x[j + 1] = second0;
        }
      }
    }
  }
  return true;
}

inline void sweepPanel(std::size_t n, const double* l, double* g, std::size_t from, std::size_t to) {
  for (std::size_t j = to; j-- > from;) {
    const double inverse = 1 / l[j * n + j];
    double d = g[j * n + j];
    for (std::size_t i = j + 1; i < to; ++i) {
      const double c = g[i * n + j] * inverse;
      g[i * n + j] = c;
      d -= c * l[i * n + j];
      addScaled(j, -c, l + i * n, g + j * n);
      addScaled(j, -c, l + j * n, g + i * n);
    }
    d *= inverse;
    addScaled(j, -d, l + j * n, g + j * n);
    g[j * n + j] = 0.5 * d;
  }
}

inline void sweepRow(std::size_t n, const double* __restrict row, double* __restrict own, const double* __restrict panel,
                     double* __restrict adjoint, std::size_t at) {
  const double *d = panel + at, *d1 = d + n, *d2 = d1 + n, *d3 = d2 + n;
  double* c = own + at;
  const double x3 = c[3] / d3[3];
  const double x2 = (c[2] - x3 * d3[2]) / d2[2];
  const double x1 = (c[1] - x3 * d3[1] - x2 * d2[1]) / d1[1];
  const double x0 = (c[0] - x3 * d3[0] - x2 * d2[0] - x1 * d1[0]) / d[0];
  const double *from1 = panel + n, *from2 = from1 + n, *from3 = from2 + n;
  double *__restrict to1 = adjoint + n, *__restrict to2 = to1 + n, *__restrict to3 = to2 + n;
#pragma omp simd
  for (std::size_t k = 0; k < at + 4; ++k) {
    own[k] -= x0 * panel[k] + x1 * from1[k] + x2 * from2[k] + x3 * from3[k];
    const double b = row[k];
    adjoint[k] -= x0 * b;
    to1[k] -= x1 * b;
    to2[k] -= x2 * b;
    to3[k] -= x3 * b;
  }
  c[0] = x0;
  c[1] = x1;
  c[2] = x2;
  c[3] = x3;
}

// The adjoint of l becomes that of a, in its lower triangle.
inline void differentiateFactor(std::size_t n, const double* l, double* g) {
  std::size_t panel = n & ~std::size_t(3);
  sweepPanel(n, l, g, panel, n);
  while (panel > 0) {
    panel -= 4;
    for (std::size_t below = panel + 4; below < n; ++below) sweepRow(n, l + below * n, g + below * n, l + panel * n, g + panel * n, panel);
    sweepPanel(n, l, g, panel, panel + 4);
  }
}

// log density of y under a normal with mean 0 and covariance a, whose lower triangle is there; that of `g` becomes a's adjoint.
// l is n x n, z of length n.
inline double normalTerm(std::size_t n, const double* a, double* l, double* g, const double* y, double* z) {
  if (!factorise(n, a, l)) return NAN;
  double logp = -0.5 * double(n) * std::log(2 * M_PI);
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < i; ++k) sum += l[i * n + k] * z[k];
    z[i] = (y[i] - sum) / l[i * n + i];
    logp -= 0.5 * z[i] * z[i] + std::log(l[i * n + i]);
  }
  // h = L^-T (-z), in the first row that is not needed yet: the last of g.
  double* h = g + (n - 1) * n;
  for (std::size_t i = 0; i < n; ++i) h[i] = -z[i];
  for (std::size_t i = n; i-- > 0;) {
    h[i] /= l[i * n + i];
    addScaled(i, -h[i], l + i * n, h);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double factor = -h[i];
    for (std::size_t k = 0; k <= i; ++k) g[i * n + k] = factor * z[k];
    g[i * n + i] -= 1 / l[i * n + i];
  }
  differentiateFactor(n, l, g);
  return logp;
}
