// Regression by a Gaussian process: covariance scale^2 exp(-(x - x')^2 / (2 length^2)) + sigma^2 I. Parameters: scale, length, sigma.
#include "harness.hpp"

#include "cholesky.hpp"

struct Process {
  static constexpr const char* name = "process";
  static constexpr std::size_t columnCount = 2;
  static constexpr std::size_t dimension = 3;
  static constexpr double base[dimension] = {1.2, 0.9, 0.4};

  Column x, y;
  mutable Column smooth, a, l, g, z;

  static std::size_t work(std::size_t n) { return n * n * n / 100; }

  explicit Process(std::vector<Column> columns) : x(columns[0]), y(columns[1]) {}

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double scale = parameters[0], length = parameters[1], sigma = parameters[2];
    const double variance = scale * scale, precision = 1 / (length * length);
    for (Column* column : {&smooth, &a, &l, &g}) column->resize(n * n);
    z.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double* X = x.data();
      double* row = smooth.data() + i * n;
#pragma omp simd
      for (std::size_t j = 0; j <= i; ++j) row[j] = variance * std::exp(-0.5 * precision * (X[i] - X[j]) * (X[i] - X[j]));
      std::copy(row, row + i + 1, a.data() + i * n);
      a[i * n + i] += sigma * sigma;
    }
    const double logp = normalTerm(n, a.data(), l.data(), g.data(), y.data(), z.data());
    double byVariance = 0, byPrecision = 0, bySigma = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double *X = x.data(), *row = smooth.data() + i * n, *own = g.data() + i * n;
#pragma omp simd reduction(+ : byVariance, byPrecision)
      for (std::size_t j = 0; j <= i; ++j) {
        const double product = own[j] * row[j];
        byVariance += product;
        byPrecision += product * (X[i] - X[j]) * (X[i] - X[j]);
      }
      bySigma += own[i];
    }
    gradient[0] = 2 * byVariance / scale;
    gradient[1] = byPrecision * precision / length;
    gradient[2] = 2 * sigma * bySigma;
    return logp;
  }
};

int main(int argc, char** argv) { return runCase<Process>(argc, argv); }
