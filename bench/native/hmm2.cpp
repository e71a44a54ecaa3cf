// A hidden Markov chain of two states; see hmm.hpp.
#include "hmm.hpp"

struct Hmm2 : Chain<2> {
  using Chain::Chain;
  static constexpr const char* name = "hmm2";
  static constexpr std::size_t dimension = 8;
  static constexpr double base[dimension] = {-1, 2, 1, 0.7, 0.97, 0.03, 0.03, 0.97};
};

int main(int argc, char** argv) { return runCase<Hmm2>(argc, argv); }
