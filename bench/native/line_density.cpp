// Line with outliers, in density space: an exponential a row and component, one logarithm for four rows. Parameters: m, b, s_out, w0
// (w1 = 1 - w0). With SKIP_BEST defined the exponential of the component that fits best, which is 1, is left out: with two components
// that is half of them.
#include "harness.hpp"

struct LineDensity {
  static constexpr const char* name = "line_density";
  static constexpr std::size_t columnCount = 3;
  static constexpr std::size_t dimension = 4;
  static constexpr double base[dimension] = {3.1, -12.0, 110.0, 0.73};
  static constexpr std::size_t blockRows = 256;

  Column x, y, variance, inverseRoot;

  explicit LineDensity(std::vector<Column> columns) : x(columns[0]), y(columns[1]), variance(columns[2]), inverseRoot(columns[2]) {
    for (std::size_t i = 0; i < variance.size(); ++i) {
      inverseRoot[i] = 1 / variance[i];
      variance[i] *= variance[i];
    }
  }

  // Sum of logarithms of a block, as logarithms of products of four.
  static double sumOfLogs(const double* sums, std::size_t rows) {
    double total = 0;
    const std::size_t quarter = rows / 4;
#pragma omp simd reduction(+ : total)
    for (std::size_t i = 0; i < quarter; ++i) {
      total += std::log(sums[i] * sums[i + quarter] * sums[i + 2 * quarter] * sums[i + 3 * quarter]);
    }
    for (std::size_t i = 4 * quarter; i < rows; ++i) total += std::log(sums[i]);
    return total;
  }

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double m = parameters[0], b = parameters[1], sOut = parameters[2], w0 = parameters[3], w1 = 1 - parameters[3];
    double lp = 0, dm = 0, db = 0, ds = 0, dw0 = 0, dw1 = 0;
    double sums[blockRows];
    for (std::size_t start = 0; start < n; start += blockRows) {
      const std::size_t rows = n - start < blockRows ? n - start : blockRows;
      const double *X = &x[start], *Y = &y[start], *V = &variance[start], *R = &inverseRoot[start];
#pragma omp simd reduction(+ : lp, dm, db, ds, dw0, dw1)
      for (std::size_t i = 0; i < rows; ++i) {
        const double residual = Y[i] - m * X[i] - b;
        const double square = residual * residual;
        const double root0 = R[i];
        const double inverse0 = root0 * root0;
        const double inverse1 = 1 / (V[i] + sOut);
        const double root1 = std::sqrt(inverse1);
        const double q0 = -0.5 * square * inverse0;
        const double q1 = -0.5 * square * inverse1;
        const double top = q0 > q1 ? q0 : q1;
#ifdef SKIP_BEST
        const double other = std::exp(-std::fabs(q1 - q0));
        const double p0 = q0 > q1 ? 1.0 : other;
        const double p1 = q0 > q1 ? other : 1.0;
#else
        const double p0 = std::exp(q0 - top), p1 = std::exp(q1 - top);
#endif
        const double f0 = root0 * p0;
        const double f1 = root1 * p1;
        const double sum = w0 * f0 + w1 * f1;
        sums[i] = sum;
        lp += top;
        const double share = 1 / sum;
        const double g0 = f0 * share, g1 = f1 * share;
        const double r0 = w0 * g0, r1 = w1 * g1;
        const double slope = residual * (r0 * inverse0 + r1 * inverse1);
        dm += slope * X[i];
        db += slope;
        ds += 0.5 * r1 * inverse1 * (square * inverse1 - 1);
        dw0 += g0;
        dw1 += g1;
      }
      lp += sumOfLogs(sums, rows);
    }
    gradient[0] = dm;
    gradient[1] = db;
    gradient[2] = ds;
    gradient[3] = dw0 - dw1;
    return lp - 0.5 * std::log(2 * M_PI) * double(n);
  }
};

int main(int argc, char** argv) { return runCase<LineDensity>(argc, argv); }
