// Line with outliers, in log space: two exponentials and two logarithms a row. Parameters: m, b, s_out, w0 (w1 = 1 - w0).
#include "harness.hpp"

struct LineLog {
  static constexpr const char* name = "line_log";
  static constexpr std::size_t columnCount = 3;
  static constexpr std::size_t dimension = 4;
  static constexpr double base[dimension] = {3.1, -12.0, 110.0, 0.73};

  Column x, y, variance, logNormal0;

  explicit LineLog(std::vector<Column> columns) : x(columns[0]), y(columns[1]), variance(columns[2]), logNormal0(columns[2]) {
    for (std::size_t i = 0; i < variance.size(); ++i) {
      variance[i] *= variance[i];
      logNormal0[i] = -0.5 * std::log(2 * M_PI * variance[i]);
    }
  }

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double m = parameters[0], b = parameters[1], sOut = parameters[2], w0 = parameters[3], w1 = 1 - parameters[3];
    const double logW0 = std::log(w0), logW1 = std::log(w1) - 0.5 * std::log(2 * M_PI);
    const double *X = x.data(), *Y = y.data(), *V = variance.data(), *L = logNormal0.data();
    double lp = 0, dm = 0, db = 0, ds = 0, share0 = 0;
#pragma omp simd reduction(+ : lp, dm, db, ds, share0)
    for (std::size_t i = 0; i < n; ++i) {
      const double residual = Y[i] - m * X[i] - b;
      const double square = residual * residual;
      const double v0 = V[i];
      const double v1 = v0 + sOut;
      const double inverse0 = 1 / v0, inverse1 = 1 / v1;
      const double l0 = logW0 + L[i] - 0.5 * square * inverse0;
      const double l1 = logW1 - 0.5 * std::log(v1) - 0.5 * square * inverse1;
      const double top = l0 > l1 ? l0 : l1;
      const double e0 = std::exp(l0 - top), e1 = std::exp(l1 - top);
      const double sum = e0 + e1;
      lp += top + std::log(sum);
      const double r0 = e0 / sum, r1 = e1 / sum;
      const double slope = residual * (r0 * inverse0 + r1 * inverse1);
      dm += slope * X[i];
      db += slope;
      ds += 0.5 * r1 * inverse1 * (square * inverse1 - 1);
      share0 += r0;
    }
    gradient[0] = dm;
    gradient[1] = db;
    gradient[2] = ds;
    gradient[3] = share0 / w0 - (double(n) - share0) / w1;
    return lp;
  }
};

int main(int argc, char** argv) { return runCase<LineLog>(argc, argv); }
