// Normal rows with covariance scale^2 S + sigma^2 I, S known. Parameters: scale, sigma.
#include "harness.hpp"

#include "cholesky.hpp"

struct Related {
  static constexpr const char* name = "related";
  static constexpr std::size_t columnCount = 2;
  static constexpr std::size_t dimension = 2;
  static constexpr double base[dimension] = {1.2, 0.4};

  Column x, y;
  // Of the row count at hand.
  mutable std::size_t rows = 0;
  mutable Column similarity, a, l, g, z;

  static std::size_t work(std::size_t n) { return n * n * n / 100; }

  explicit Related(std::vector<Column> columns) : x(columns[0]), y(columns[1]) {}

  void prepare(std::size_t n) const {
    if (rows == n) return;
    rows = n;
    for (Column* column : {&similarity, &a, &l, &g}) column->assign(n * n, 0);
    z.assign(n, 0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) similarity[i * n + j] = std::exp(-std::abs(x[i] - x[j]));
  }

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    prepare(n);
    const double scale = parameters[0], sigma = parameters[1];
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j <= i; ++j) a[i * n + j] = scale * scale * similarity[i * n + j];
      a[i * n + i] += sigma * sigma;
    }
    const double logp = normalTerm(n, a.data(), l.data(), g.data(), y.data(), z.data());
    double byScale = 0, bySigma = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j <= i; ++j) byScale += g[i * n + j] * similarity[i * n + j];
      bySigma += g[i * n + i];
    }
    gradient[0] = 2 * scale * byScale;
    gradient[1] = 2 * sigma * bySigma;
    return logp;
  }
};

int main(int argc, char** argv) { return runCase<Related>(argc, argv); }
