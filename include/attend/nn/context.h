#pragma once

#include "attend/core/random.h"

namespace attend {

/// Passed to every forward: whether dropout applies, and where its random numbers come from.
struct Context {
  bool training = false;
  Stream stream{0, RandomPurpose::dropout};

  /// For evaluation and decoding: nothing is drawn.
  static Context inference() { return {}; }
};

}  // namespace attend
