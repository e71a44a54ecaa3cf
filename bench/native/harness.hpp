// Times a log density with its gradient over columns of data, and prints the figures as one line of JSON.
//
// Usage: PROGRAM FILE ROWS N...   FILE holds the columns one after the other, ROWS float64 each; the first N rows are used.
// A case supplies `Case`: name, columns, the parameters, `prepare` (what depends on data alone) and `evaluate`.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using Column = std::vector<double>;

// 64-byte aligned storage is what a careful program would use; std::vector's 16 bytes measured the same.
inline std::vector<Column> readColumns(const char* path, std::size_t rows, std::size_t count) {
  std::vector<Column> columns(count, Column(rows));
  std::FILE* file = std::fopen(path, "rb");
  if (!file) std::exit(2);
  for (Column& column : columns) {
    if (std::fread(column.data(), sizeof(double), rows, file) != rows) std::exit(3);
  }
  std::fclose(file);
  return columns;
}

inline double secondsNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

// Parameters differ from call to call, by up to one part in a hundred, so that nothing can be carried over.
constexpr std::size_t positionCount = 16;

template <std::size_t D>
void positionAt(const double (&base)[D], std::size_t call, double (&out)[D]) {
  const std::size_t k = call % positionCount;
  for (std::size_t d = 0; d < D; ++d) out[d] = base[d] * (1.0 + 0.01 * std::sin(double(k * (d + 1))));
}

// What a call over n rows costs, in rows of an ordinary loop: a case's own `work`, or n.
template <typename Case>
auto workOf(std::size_t n, int) -> decltype(Case::work(n)) {
  return Case::work(n);
}
template <typename Case>
std::size_t workOf(std::size_t n, long) {
  return n;
}

template <typename Case>
int runCase(int argc, char** argv) {
  if (argc < 4) return 1;
  constexpr std::size_t D = Case::dimension;
  const std::size_t rows = std::strtoull(argv[2], nullptr, 10);
  Case target(readColumns(argv[1], rows, Case::columnCount));

  double positions[positionCount][D];
  for (std::size_t k = 0; k < positionCount; ++k) positionAt(Case::base, k, positions[k]);

  // Every log density and gradient goes into this sum, which is printed: none of the work can be left out.
  double gradient[D];
  double sink = 0;
  std::size_t call = 0;
  const auto evaluate = [&](std::size_t n) {
    sink += target.evaluate(positions[call++ % positionCount], gradient, n);
    for (double g : gradient) sink += g;
  };

  std::printf("{\"name\":\"%s\",\"results\":[", Case::name);
  for (int a = 3; a < argc; ++a) {
    const std::size_t n = std::min<std::size_t>(std::strtoull(argv[a], nullptr, 10), rows);
    // A batch takes about 2 ms: far above the clock's resolution, below a scheduler's slice.
    const std::size_t batch = std::max<std::size_t>(1, 200000 / std::max<std::size_t>(workOf<Case>(n, 0), 32));
    const double warmUntil = secondsNow() + 0.03;
    while (secondsNow() < warmUntil) evaluate(n);
    std::vector<double> seconds;
    const double until = secondsNow() + 0.25;
    while (seconds.size() < 15 || secondsNow() < until) {
      const double start = secondsNow();
      for (std::size_t i = 0; i < batch; ++i) evaluate(n);
      seconds.push_back((secondsNow() - start) / double(batch));
    }
    const double perCall = median(seconds);
    std::printf("%s{\"n\":%zu,\"nsPerRow\":%.4f,\"usPerCall\":%.5f,\"batches\":%zu}", a == 3 ? "" : ",", n, perCall * 1e9 / double(n),
                perCall * 1e6, seconds.size());
  }

  const std::size_t checked = std::min<std::size_t>(std::strtoull(argv[3], nullptr, 10), rows);
  const double logp = target.evaluate(positions[0], gradient, checked);
  std::printf("],\"check\":{\"n\":%zu,\"logp\":%.17g,\"gradient\":[", checked, logp);
  for (std::size_t d = 0; d < D; ++d) std::printf("%s%.17g", d ? "," : "", gradient[d]);
  std::printf("]},\"sink\":%.17g}\n", sink);
  return 0;
}
