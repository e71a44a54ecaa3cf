// Normal rows with a level of their group and a common slope: a gather forward, a scatter-add back. Parameters: theta of 8 groups, slope, sigma.
#include "harness.hpp"

struct GatherSlope {
  static constexpr const char* name = "gather_slope";
  static constexpr std::size_t columnCount = 3;
  static constexpr std::size_t groups = 8;
  static constexpr std::size_t dimension = groups + 2;
  static constexpr double base[dimension] = {-2.0, -1.2, -0.6, 0.3, 0.4, 1.1, 1.7, 2.5, 0.4, 0.9};

  Column y, x;
  std::vector<std::int32_t> group;

  explicit GatherSlope(std::vector<Column> columns) : y(columns[0]), x(columns[2]), group(columns[1].begin(), columns[1].end()) {}

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double slope = parameters[groups], sigma = parameters[groups + 1], inverse = 1 / sigma;
    const double* Y = y.data();
    const double* X = x.data();
    const std::int32_t* G = group.data();
    double sums[groups] = {};
    double squares = 0, moment = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double z = (Y[i] - parameters[G[i]] - slope * X[i]) * inverse;
      sums[G[i]] += z;
      squares += z * z;
      moment += z * X[i];
    }
    for (std::size_t g = 0; g < groups; ++g) gradient[g] = sums[g] * inverse;
    gradient[groups] = moment * inverse;
    gradient[groups + 1] = (squares - double(n)) * inverse;
    return -0.5 * squares - double(n) * (std::log(sigma) + 0.5 * std::log(2 * M_PI));
  }
};

int main(int argc, char** argv) { return runCase<GatherSlope>(argc, argv); }
