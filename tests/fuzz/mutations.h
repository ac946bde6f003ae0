#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attend/core/random.h"

namespace attend::fuzz {

/// What parsers stumble over, to be put in anywhere.
inline constexpr std::array<std::string_view, 24> awkward = {std::string_view("\0", 1),
                                                             "\xff",
                                                             "\xc3",
                                                             "\xed\xa0\x80",
                                                             "\xf4\x90\x80\x80",
                                                             "\xef\xbb\xbf",
                                                             "\r",
                                                             "\n",
                                                             "\"",
                                                             "\\u",
                                                             "\\ud800",
                                                             "{",
                                                             "}",
                                                             "[",
                                                             "]",
                                                             ",",
                                                             ":",
                                                             "-1",
                                                             "1e999",
                                                             "18446744073709551616",
                                                             "9223372036854775807",
                                                             "null",
                                                             "//",
                                                             "/*"};

/// `seed` with one change drawn from `random`: a bit turned, bytes cut out, doubled or put in, an end lost,
/// or the head of `other`.
inline void mutate(std::string& seed, const std::string& other, Stream& random) {
  const size_t at = random.next_below(seed.size() + 1), length = random.next_below(seed.size() - at + 1);
  switch (random.next_below(6)) {
    case 0:
      if (at < seed.size()) seed[at] = static_cast<char>(seed[at] ^ (1 << random.next_below(8)));
      break;
    case 1:
      seed.erase(at, length);
      break;
    case 2:
      seed.insert(at, seed.substr(at, length));
      break;
    case 3:
      seed.insert(at, awkward[random.next_below(awkward.size())]);
      break;
    case 4:
      seed.resize(at);
      break;
    default:
      seed = other.substr(0, random.next_below(other.size() + 1)) + seed.substr(at);
  }
}

/// Inputs made of `seeds`, each by one to four changes; number `i` is a function of `i` alone.
inline std::string mutant(const std::vector<std::string>& seeds, uint64_t i) {
  Stream random(i, RandomPurpose::test);
  std::string input = seeds[random.next_below(seeds.size())];
  for (uint64_t changes = 1 + random.next_below(4); changes > 0; --changes)
    mutate(input, seeds[random.next_below(seeds.size())], random);
  return input;
}

}  // namespace attend::fuzz
