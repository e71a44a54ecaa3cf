// Normal rows whose variance is a linear recurrence, v = a0 + a1 r^2 + b1 v of the row before (from 1), with r = y - mu.
// Parameters: a0, a1, b1, mu.
#include "harness.hpp"

struct Garch {
  static constexpr const char* name = "garch";
  static constexpr std::size_t columnCount = 1;
  static constexpr std::size_t dimension = 4;
  static constexpr double base[dimension] = {0.2, 0.3, 0.5, 0.1};

  Column y;
  mutable Column variance;

  explicit Garch(std::vector<Column> columns) : y(columns[0]), variance(columns[0].size()) {}

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double a0 = parameters[0], a1 = parameters[1], b1 = parameters[2], mu = parameters[3];
    const double* Y = y.data();
    double* V = variance.data();
    double v = 1;
    for (std::size_t i = 0; i < n; ++i) {
      const double r = Y[i] - mu;
      v = b1 * v + (a0 + a1 * r * r);
      V[i] = v;
    }
    double logs = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double r = Y[i] - mu;
      logs += std::log(V[i]);
      squares += r * r / V[i];
    }
    double ga0 = 0, ga1 = 0, gb1 = 0, gmu = 0, carried = 0;
    for (std::size_t i = n; i-- > 0;) {
      const double r = Y[i] - mu, inverse = 1 / V[i];
      const double g = carried + 0.5 * inverse * (r * r * inverse - 1);
      ga0 += g;
      ga1 += g * r * r;
      gb1 += g * (i > 0 ? V[i - 1] : 1);
      gmu += r * inverse - 2 * a1 * r * g;
      carried = g * b1;
    }
    gradient[0] = ga0;
    gradient[1] = ga1;
    gradient[2] = gb1;
    gradient[3] = gmu;
    return -0.5 * (logs + squares) - double(n) * 0.5 * std::log(2 * M_PI);
  }
};

int main(int argc, char** argv) { return runCase<Garch>(argc, argv); }
