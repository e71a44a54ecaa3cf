// Normal rows whose log variance is a recursion that is not linear: h = a0 + b1 h + a1 |r| exp(-h / 2) of the row before (from 0),
// with r = y - mu. Parameters: a0, a1, b1, mu.
#include "harness.hpp"

struct Egarch {
  static constexpr const char* name = "egarch";
  static constexpr std::size_t columnCount = 1;
  static constexpr std::size_t dimension = 4;
  static constexpr double base[dimension] = {-0.2, 0.3, 0.5, 0.1};

  Column y;
  mutable Column level, power;

  explicit Egarch(std::vector<Column> columns) : y(columns[0]), level(columns[0].size()), power(columns[0].size()) {}

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double a0 = parameters[0], a1 = parameters[1], b1 = parameters[2], mu = parameters[3];
    const double* Y = y.data();
    double* H = level.data();
    double* E = power.data();
    double h = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double e = std::exp(-0.5 * h);
      h = b1 * h + (a0 + a1 * std::fabs(Y[i] - mu) * e);
      E[i] = e;
      H[i] = h;
    }
    double logp = 0;
    double ga0 = 0, ga1 = 0, gb1 = 0, gmu = 0, carried = 0, after = std::exp(-0.5 * h);
    for (std::size_t i = n; i-- > 0;) {
      const double r = Y[i] - mu, size = std::fabs(r), z = r * after;
      logp -= 0.5 * (H[i] + z * z);
      const double g = carried + 0.5 * (z * z - 1);
      const double before = i > 0 ? H[i - 1] : 0;
      ga0 += g;
      ga1 += g * size * E[i];
      gb1 += g * before;
      gmu += z * after - std::copysign(g * a1 * E[i], r);
      carried = g * (b1 - 0.5 * a1 * size * E[i]);
      after = E[i];
    }
    gradient[0] = ga0;
    gradient[1] = ga1;
    gradient[2] = gb1;
    gradient[3] = gmu;
    return logp - double(n) * 0.5 * std::log(2 * M_PI);
  }
};

int main(int argc, char** argv) { return runCase<Egarch>(argc, argv); }
