// Mixture of two normals of pairs, each with a covariance of its own plus that of the row's errors, in density space: one exponential
// and one logarithm a row. Parameters: mean and covariance (3) of the first, variances (2) of the second about 0, and its weight.
#include "harness.hpp"

struct PairsMixture {
  static constexpr const char* name = "pairs_mixture";
  static constexpr std::size_t columnCount = 5;
  static constexpr std::size_t dimension = 8;
  static constexpr double base[dimension] = {-0.6, -1.7, 0.04, 0.01, 0.05, 16, 20, 0.4};

  Column x, y, xx, xy, yy;

  explicit PairsMixture(std::vector<Column> columns) : x(columns[0]), y(columns[1]), xx(x.size()), xy(x.size()), yy(x.size()) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double sx = columns[2][i], sy = columns[3][i];
      xx[i] = sx * sx;
      xy[i] = columns[4][i] * sx * sy;
      yy[i] = sy * sy;
    }
  }

  __attribute__((noinline)) double evaluate(const double* p, double* gradient, std::size_t n) const {
    const double m0 = p[0], m1 = p[1], a = p[2], b = p[3], c = p[4], fa = p[5], fc = p[6], w = p[7], v = 1 - w;
    const double *X = x.data(), *Y = y.data(), *XX = xx.data(), *XY = xy.data(), *YY = yy.data();
    double lp = 0, g0 = 0, g1 = 0, ga = 0, gb = 0, gc = 0, gfa = 0, gfc = 0, gw = 0;
#pragma omp simd reduction(+ : lp, g0, g1, ga, gb, gc, gfa, gfc, gw)
    for (std::size_t i = 0; i < n; ++i) {
      const double A = a + XX[i], B = b + XY[i], C = c + YY[i], i0 = 1 / (A * C - B * B);
      const double dx = X[i] - m0, dy = Y[i] - m1;
      const double s0 = (C * dx - B * dy) * i0, s1 = (A * dy - B * dx) * i0;
      const double FA = fa + XX[i], FB = XY[i], FC = fc + YY[i], i1 = 1 / (FA * FC - FB * FB);
      const double t0 = (FC * X[i] - FB * Y[i]) * i1, t1 = (FA * Y[i] - FB * X[i]) * i1;
      const double q0 = -0.5 * (dx * s0 + dy * s1), q1 = -0.5 * (X[i] * t0 + Y[i] * t1);
      const double top = q0 > q1 ? q0 : q1, other = std::exp((q0 > q1 ? q1 : q0) - top);
      const double f0 = std::sqrt(i0) * (q0 > q1 ? 1 : other), f1 = std::sqrt(i1) * (q0 > q1 ? other : 1);
      const double sum = w * f0 + v * f1, scale = 1 / sum;
      lp += top + std::log(sum);
      const double r0 = w * f0 * scale, r1 = v * f1 * scale;
      g0 += r0 * s0;
      g1 += r0 * s1;
      ga += r0 * (s0 * s0 - C * i0);
      gb += r0 * (s0 * s1 + B * i0);
      gc += r0 * (s1 * s1 - A * i0);
      gfa += r1 * (t0 * t0 - FC * i1);
      gfc += r1 * (t1 * t1 - FA * i1);
      gw += (f0 - f1) * scale;
    }
    const double all[dimension] = {g0, g1, 0.5 * ga, gb, 0.5 * gc, 0.5 * gfa, 0.5 * gfc, gw};
    for (std::size_t d = 0; d < dimension; ++d) gradient[d] = all[d];
    return lp;
  }
};

int main(int argc, char** argv) { return runCase<PairsMixture>(argc, argv); }
