#pragma once

#include <string>
#include <vector>

#include "attend/config/load.h"

namespace attend {

/// One plain value of a schema as a command offers it: `beam_size` becomes `--beam-size`.
struct Option {
  std::string path;  ///< "beam_size"; "schedule.warmup" for a nested section
  std::string flag;  ///< "--beam-size", "--schedule-warmup"
  std::string doc;
  std::string type;          ///< "integer"
  std::string range;         ///< "at least 1"; empty where there is no constraint
  std::string default_text;  ///< as JSON: "1"
  bool is_switch = false;    ///< true or false: the flag may stand without a value for true
  ValueTypePtr value_type;

  /// The argument `text` of the flag, to be given to `load` or `with_overrides`, which validate it. Throws
  /// UsageError for text that is not UTF-8.
  Override parse(const std::string& text) const;
};

/// The plain values in declaration order, those of nested sections with their path. Variants and lists of
/// sections are left out: they have no flag.
std::vector<Option> options_of(const ValueType& type);

template <class T>
std::vector<Option> options_of(const Schema<T>& schema) {
  return options_of(*schema.type());
}

}  // namespace attend
