#pragma once

#include <cstdio>
#include <cstdlib>

namespace attend::fuzz {

/// Aborts, as a fuzzer wants it, where a parser does not do what it says.
inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

}  // namespace attend::fuzz
