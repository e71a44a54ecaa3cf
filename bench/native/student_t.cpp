// Linear regression with Student-t errors: one logarithm a row, all four parameters free (slope, intercept, sigma, nu). The
// logarithm of 1 + t is used as it is faster than log1p; what it loses near t = 0 is far below the sum's own rounding.
#include "harness.hpp"

struct StudentT {
  static constexpr const char* name = "student_t";
  static constexpr std::size_t columnCount = 2;
  static constexpr std::size_t dimension = 4;
  static constexpr double base[dimension] = {1.5, -0.7, 0.8, 4.0};

  Column x, y;

  explicit StudentT(std::vector<Column> columns) : x(columns[0]), y(columns[1]) {}

  // Derivative of lgamma, by recurrence to 8 and its asymptotic series; once or twice a call.
  static double digamma(double z) {
    double shift = 0;
    for (; z < 8; z += 1) shift -= 1 / z;
    const double s = 1 / (z * z);
    return shift + std::log(z) - 0.5 / z - s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s * (1.0 / 240 - s / 132))));
  }

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double slope = parameters[0], intercept = parameters[1], sigma = parameters[2], nu = parameters[3];
    const double inverse = 1 / sigma, inverseNu = 1 / nu;
    const double *X = x.data(), *Y = y.data();
    double logs = 0, dSlope = 0, dIntercept = 0, pulls = 0;
#pragma omp simd reduction(+ : logs, dSlope, dIntercept, pulls)
    for (std::size_t i = 0; i < n; ++i) {
      const double z = (Y[i] - slope * X[i] - intercept) * inverse;
      const double t = z * z * inverseNu;
      logs += std::log(1 + t);
      const double weight = z / (1 + t);
      dSlope += weight * X[i];
      dIntercept += weight;
      pulls += weight * z;
    }
    const double rows = double(n);
    const double factor = (nu + 1) * inverseNu;
    gradient[0] = dSlope * factor * inverse;
    gradient[1] = dIntercept * factor * inverse;
    gradient[2] = (pulls * factor - rows) * inverse;
    gradient[3] = 0.5 * rows * (digamma(0.5 * (nu + 1)) - digamma(0.5 * nu) - inverseNu) - 0.5 * logs + 0.5 * factor * inverseNu * pulls;
    const double constant = std::lgamma(0.5 * (nu + 1)) - std::lgamma(0.5 * nu) - 0.5 * std::log(nu * M_PI) - std::log(sigma);
    return rows * constant - 0.5 * (nu + 1) * logs;
  }
};

int main(int argc, char** argv) { return runCase<StudentT>(argc, argv); }
