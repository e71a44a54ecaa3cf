// Normal rows with the mean of their group: a gather forward, a scatter-add back. Parameters: theta of 8 groups, sigma.
#include "harness.hpp"

struct Gather {
  static constexpr const char* name = "gather";
  static constexpr std::size_t columnCount = 2;
  static constexpr std::size_t groups = 8;
  static constexpr std::size_t dimension = groups + 1;
  static constexpr double base[dimension] = {-2.0, -1.2, -0.6, 0.3, 0.4, 1.1, 1.7, 2.5, 0.9};

  Column y;
  std::vector<std::int32_t> group;

  explicit Gather(std::vector<Column> columns) : y(columns[0]), group(columns[1].begin(), columns[1].end()) {}

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double sigma = parameters[groups], inverse = 1 / sigma;
    const double* Y = y.data();
    const std::int32_t* G = group.data();
    double sums[groups] = {};
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double z = (Y[i] - parameters[G[i]]) * inverse;
      sums[G[i]] += z;
      squares += z * z;
    }
    for (std::size_t g = 0; g < groups; ++g) gradient[g] = sums[g] * inverse;
    gradient[groups] = (squares - double(n)) * inverse;
    return -0.5 * squares - double(n) * (std::log(sigma) + 0.5 * std::log(2 * M_PI));
  }
};

int main(int argc, char** argv) { return runCase<Gather>(argc, argv); }
