// Normal rows about a matrix times a vector of 30 coefficients: each row of the matrix is read once for value and gradient.
// Parameters: the coefficients, sigma.
#include "harness.hpp"

struct Dot {
  static constexpr const char* name = "dot";
  static constexpr std::size_t features = 30;
  static constexpr std::size_t columnCount = features + 1;
  static constexpr std::size_t dimension = features + 1;
  static constexpr double base[dimension] = {0.1, 0.9, 0.86, 0.04, -0.8, -0.93, -0.2, 0.73, 0.97, 0.32, -0.63, -0.99, -0.44, 0.5, 0.99, 0.6,
                                             -0.37, -0.99, -0.7, 0.2, 0.94, 0.83, 0.05, -0.89, -0.84, -0.05, 0.8, 0.92, 0.21, -0.7, 0.8};

  // The file's first columns are the matrix, row by row.
  Column x, y;

  static std::size_t work(std::size_t n) { return 10 * n; }

  explicit Dot(std::vector<Column> columns) : y(columns[features]) {
    for (std::size_t k = 0; k < features; ++k) x.insert(x.end(), columns[k].begin(), columns[k].end());
  }

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double sigma = parameters[features], inverse = 1 / sigma;
    double squares = 0;
    double sums[features] = {};
    for (std::size_t i = 0; i < n; ++i) {
      const double* row = x.data() + i * features;
      double mean = 0;
      for (std::size_t j = 0; j < features; ++j) mean += row[j] * parameters[j];
      const double z = (y[i] - mean) * inverse;
      squares += z * z;
      for (std::size_t j = 0; j < features; ++j) sums[j] += z * row[j];
    }
    for (std::size_t j = 0; j < features; ++j) gradient[j] = sums[j] * inverse;
    gradient[features] = (squares - double(n)) * inverse;
    return -0.5 * squares - double(n) * (std::log(sigma) + 0.5 * std::log(2 * M_PI));
  }
};

int main(int argc, char** argv) { return runCase<Dot>(argc, argv); }
