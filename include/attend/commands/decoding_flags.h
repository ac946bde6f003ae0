#pragma once

#include <map>
#include <string>

#include <CLI/CLI.hpp>

#include "attend/decoding/options.h"

namespace attend {

/// A flag for each key of the section "decoding": `--beam-size` for beam_size.
class DecodingFlags {
 public:
  void add_to(CLI::App& command);
  /// Whether the command line says nothing.
  bool empty() const { return values_.empty(); }
  /// `options` with what the command line says. Throws UsageError listing every wrong value.
  DecodingOptions over(DecodingOptions options) const;

 private:
  std::map<std::string, std::string> values_;  // by the key's path
};

}  // namespace attend
