// A hidden Markov chain of K states with normal rows, by the forward and backward recursions in density space: emissions relative to
// the row's largest, every row scaled to sum 1, the scales multiplied between logarithms.
// Parameters: K means, K standard deviations, then the transition probabilities row by row; the initial ones are equal.
#pragma once
#include "harness.hpp"

template <std::size_t K>
struct Chain {
  static constexpr std::size_t columnCount = 1;

  Column y;
  mutable Column alpha, emission, scale;

  explicit Chain(std::vector<Column> columns)
      : y(columns[0]), alpha(K * columns[0].size()), emission(K * columns[0].size()), scale(columns[0].size()) {}

  double fillEmissions(const double* parameters, std::size_t n) const {
    double inverse[K], constant[K];
    for (std::size_t k = 0; k < K; ++k) {
      inverse[k] = 1 / parameters[K + k];
      constant[k] = -std::log(parameters[K + k]) - 0.5 * std::log(2 * M_PI);
    }
    const double* Y = y.data();
    double* E = emission.data();
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double logs[K], largest = -INFINITY;
      for (std::size_t k = 0; k < K; ++k) {
        const double z = (Y[i] - parameters[k]) * inverse[k];
        logs[k] = constant[k] - 0.5 * z * z;
        largest = std::max(largest, logs[k]);
      }
      sum += largest;
      for (std::size_t k = 0; k < K; ++k) E[K * i + k] = logs[k] - largest;
    }
    for (std::size_t i = 0; i < K * n; ++i) E[i] = std::exp(E[i]);
    return sum;
  }

  __attribute__((noinline)) double evaluate(const double* parameters, double* gradient, std::size_t n) const {
    const double* A = parameters + 2 * K;
    const double* Y = y.data();
    double logp = fillEmissions(parameters, n), product = 1;
    double predicted[K];
    for (std::size_t k = 0; k < K; ++k) predicted[k] = 1.0 / K;
    for (std::size_t i = 0; i < n; ++i) {
      double* a = alpha.data() + K * i;
      const double* e = emission.data() + K * i;
      double sum = 0;
      for (std::size_t k = 0; k < K; ++k) sum += a[k] = predicted[k] * e[k];
      const double inverse = 1 / sum;
      scale[i] = inverse;
      product *= sum;
      if (product < 1e-200) {
        logp += std::log(product);
        product = 1;
      }
      for (std::size_t k = 0; k < K; ++k) a[k] *= inverse;
      for (std::size_t j = 0; j < K; ++j) {
        predicted[j] = 0;
        for (std::size_t k = 0; k < K; ++k) predicted[j] += a[k] * A[K * k + j];
      }
    }
    logp += std::log(product);

    double sums[K * K] = {}, first[K] = {}, second[K] = {}, beta[K];
    for (std::size_t k = 0; k < K; ++k) beta[k] = 1;
    for (std::size_t i = n; i-- > 0;) {
      const double* a = alpha.data() + K * i;
      const double* e = emission.data() + K * i;
      double u[K];
      for (std::size_t k = 0; k < K; ++k) {
        const double share = a[k] * beta[k], d = Y[i] - parameters[k];
        first[k] += share * d;
        second[k] += share * (d * d - parameters[K + k] * parameters[K + k]);
        u[k] = e[k] * beta[k] * scale[i];
      }
      if (i == 0) break;
      for (std::size_t k = 0; k < K; ++k) {
        beta[k] = 0;
        for (std::size_t j = 0; j < K; ++j) {
          sums[K * k + j] += a[k - K] * u[j];
          beta[k] += A[K * k + j] * u[j];
        }
      }
    }
    for (std::size_t k = 0; k < K; ++k) {
      const double inverse = 1 / parameters[K + k];
      gradient[k] = first[k] * inverse * inverse;
      gradient[K + k] = second[k] * inverse * inverse * inverse;
    }
    for (std::size_t k = 0; k < K * K; ++k) gradient[2 * K + k] = sums[k];
    return logp;
  }
};
