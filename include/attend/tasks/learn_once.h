#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <string>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/log.h"
#include "attend/io/checksums.h"

namespace attend {

/// Something that is learnt from text (T: a tokenizer, or a pair of them) and kept in a folder.
template <class T>
struct Learning {
  std::string what;  ///< for the log: "tokenizers"
  std::function<std::shared_ptr<const T>()> learn;
  std::function<std::shared_ptr<const T>(const std::filesystem::path& folder)> open;
  std::function<void(const T& learnt, const std::filesystem::path& folder, int64_t max_length)> save;
};

/// Null where `folder` is not there, or not as it was written: what is damaged is learnt again.
template <class T>
std::shared_ptr<const T> open_whole(const Learning<T>& learning, const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder)) return nullptr;
  try {
    return verify_checksums(folder) ? learning.open(folder) : nullptr;
  } catch (const Error&) {
    return nullptr;
  }
}

/// What is in `folder`, learnt now where it is not there whole.
template <class T>
std::shared_ptr<const T> learn_once(const Learning<T>& learning, const std::filesystem::path& folder) {
  if (auto learnt = open_whole(learning, folder)) {
    log_info(learning.what + ": learnt before");
    return learnt;
  }
  log_info("learning the " + learning.what);
  const auto learnt = learning.learn();
  AtomicFolder kept(folder);
  learning.save(*learnt, kept.staged(),
                /*max_length=*/std::numeric_limits<int32_t>::max());  // no model's yet
  write_checksums(kept.staged());
  kept.commit();
  return learnt;
}

}  // namespace attend
