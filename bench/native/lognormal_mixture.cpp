// Mixture of three lognormals, in log space: three exponentials and one logarithm a row. Parameters: means (3) and sigmas (3) of log y,
// then w0, w1 (w2 = 1 - w0 - w1).
#include "harness.hpp"

struct LognormalMixture {
  static constexpr const char* name = "lognormal_mixture";
  static constexpr std::size_t columnCount = 1;
  static constexpr std::size_t dimension = 8;
  static constexpr double base[dimension] = {-1.0, 0.5, 2.0, 0.4, 0.3, 0.6, 0.3, 0.45};

  Column logY;

  explicit LognormalMixture(std::vector<Column> columns) : logY(columns[0]) {
    for (double& value : logY) value = std::log(value);
  }

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double w[3] = {parameters[6], parameters[7], 1 - parameters[6] - parameters[7]};
    const double m0 = parameters[0], m1 = parameters[1], m2 = parameters[2];
    const double i0 = 1 / parameters[3], i1 = 1 / parameters[4], i2 = 1 / parameters[5];
    const double logRoot = -0.5 * std::log(2 * M_PI);
    const double c0 = std::log(w[0] * i0) + logRoot, c1 = std::log(w[1] * i1) + logRoot, c2 = std::log(w[2] * i2) + logRoot;
    const double* U = logY.data();
    double lp = 0, g0 = 0, g1 = 0, g2 = 0, h0 = 0, h1 = 0, h2 = 0, share0 = 0, share1 = 0, share2 = 0;
#pragma omp simd reduction(+ : lp, g0, g1, g2, h0, h1, h2, share0, share1, share2)
    for (std::size_t i = 0; i < n; ++i) {
      const double u = U[i];
      const double z0 = (u - m0) * i0, z1 = (u - m1) * i1, z2 = (u - m2) * i2;
      const double l0 = c0 - 0.5 * z0 * z0, l1 = c1 - 0.5 * z1 * z1, l2 = c2 - 0.5 * z2 * z2;
      const double top01 = l0 > l1 ? l0 : l1;
      const double top = top01 > l2 ? top01 : l2;
      const double e0 = std::exp(l0 - top), e1 = std::exp(l1 - top), e2 = std::exp(l2 - top);
      const double sum = e0 + e1 + e2;
      lp += top + std::log(sum) - u;
      const double scale = 1 / sum;
      const double r0 = e0 * scale, r1 = e1 * scale, r2 = e2 * scale;
      g0 += r0 * z0;
      g1 += r1 * z1;
      g2 += r2 * z2;
      h0 += r0 * z0 * z0;
      h1 += r1 * z1 * z1;
      h2 += r2 * z2 * z2;
      share0 += r0;
      share1 += r1;
      share2 += r2;
    }
    gradient[0] = g0 * i0;
    gradient[1] = g1 * i1;
    gradient[2] = g2 * i2;
    gradient[3] = (h0 - share0) * i0;
    gradient[4] = (h1 - share1) * i1;
    gradient[5] = (h2 - share2) * i2;
    gradient[6] = share0 / w[0] - share2 / w[2];
    gradient[7] = share1 / w[1] - share2 / w[2];
    return lp;
  }
};

int main(int argc, char** argv) { return runCase<LognormalMixture>(argc, argv); }
