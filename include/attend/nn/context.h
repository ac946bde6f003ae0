#pragma once

#include "attend/core/random.h"

namespace attend {

struct AttentionRecord;

/// Passed to every forward: whether dropout applies, where its random numbers come from, and who wants to see
/// the attention weights.
struct Context {
  bool training = false;
  Stream stream{0, RandomPurpose::dropout};
  AttentionRecord* attention = nullptr;  ///< takes the weights of every attention; null: none are computed

  /// For evaluation and decoding: nothing is drawn.
  static Context inference() { return {}; }
};

}  // namespace attend
