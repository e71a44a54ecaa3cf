// A hidden Markov chain of three states; see hmm.hpp.
#include "hmm.hpp"

struct Hmm3 : Chain<3> {
  using Chain::Chain;
  static constexpr const char* name = "hmm3";
  static constexpr std::size_t dimension = 15;
  static constexpr double base[dimension] = {-1, 2, 0.5, 1, 0.7, 2, 0.96, 0.02, 0.02, 0.02, 0.96, 0.02, 0.1, 0.1, 0.8};
};

int main(int argc, char** argv) { return runCase<Hmm3>(argc, argv); }
