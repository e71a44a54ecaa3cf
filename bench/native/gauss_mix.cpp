// Mixture of two normals, in log space: two exponentials and one logarithm a row. Parameters: mu (2), sigma (2), theta.
#include "harness.hpp"

struct GaussMix {
  static constexpr const char* name = "gauss_mix";
  static constexpr std::size_t columnCount = 1;
  static constexpr std::size_t dimension = 5;
  static constexpr double base[dimension] = {-2.7, 2.9, 1.0, 1.0, 0.63};

  Column y;

  explicit GaussMix(std::vector<Column> columns) : y(columns[0]) {}

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double m0 = parameters[0], m1 = parameters[1], i0 = 1 / parameters[2], i1 = 1 / parameters[3], theta = parameters[4];
    const double logRoot = -0.5 * std::log(2 * M_PI);
    const double c0 = std::log(theta * i0) + logRoot, c1 = std::log((1 - theta) * i1) + logRoot;
    const double* Y = y.data();
    double lp = 0, g0 = 0, g1 = 0, h0 = 0, h1 = 0, share0 = 0, share1 = 0;
#pragma omp simd reduction(+ : lp, g0, g1, h0, h1, share0, share1)
    for (std::size_t i = 0; i < n; ++i) {
      const double z0 = (Y[i] - m0) * i0, z1 = (Y[i] - m1) * i1;
      const double l0 = c0 - 0.5 * z0 * z0, l1 = c1 - 0.5 * z1 * z1;
      const double top = l0 > l1 ? l0 : l1;
      const double e0 = std::exp(l0 - top), e1 = std::exp(l1 - top);
      const double sum = e0 + e1;
      lp += top + std::log(sum);
      const double scale = 1 / sum;
      const double r0 = e0 * scale, r1 = e1 * scale;
      g0 += r0 * z0;
      g1 += r1 * z1;
      h0 += r0 * z0 * z0;
      h1 += r1 * z1 * z1;
      share0 += r0;
      share1 += r1;
    }
    gradient[0] = g0 * i0;
    gradient[1] = g1 * i1;
    gradient[2] = (h0 - share0) * i0;
    gradient[3] = (h1 - share1) * i1;
    gradient[4] = share0 / theta - share1 / (1 - theta);
    return lp;
  }
};

int main(int argc, char** argv) { return runCase<GaussMix>(argc, argv); }
