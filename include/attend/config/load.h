#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/config/schema.h"

namespace attend {

/// A value given on the command line for one key.
struct Override {
  std::string path;  ///< "training.optimizer.lr"; a number chooses a list's entry
  Json value;
  std::string origin;  ///< the argument, for messages: "--set training.optimizer.lr=1e-3"
};

/// What a configuration says, and what is wrong with it. Add what else is found wrong (files that are
/// missing) to `problems` and then call `problems.throw_if_any()`: everything comes out in one report.
template <class T>
struct Loaded {
  T value;
  Problems problems;

  /// Whether the key at this path ("training.optimizer.lr") was written down, if only with its default value.
  bool is_given(std::string_view path) const { return problems.is_given(path); }
};

/// A command-line argument as messages name it: a long one by its beginning. Throws UsageError where it is
/// not UTF-8: no JSON can hold it.
std::string origin_of_argument(const std::string& argument);

/// "a.b=v" as `--set` takes it: v is JSON where it parses, else a string. Throws UsageError without "=".
Override parse_override(const std::string& argument);

/// Reads JSON with comments into `value`; later overrides win over earlier ones and over the text. A string
/// "$schema" at the top is for editors and passed over. Throws UsageError for text that is not JSON; all else
/// is in the result.
Problems load_into(const ValueType& type, void* value, std::string_view text, const std::string& origin,
                   const std::vector<Override>& overrides);

/// Reads `overrides` over what `value` has.
Problems override_in(const ValueType& type, void* value, const std::vector<Override>& overrides);

/// The configuration in `text`, which messages call `origin` (a file name).
template <class T>
Loaded<T> load(const Schema<T>& schema, std::string_view text, const std::string& origin,
               const std::vector<Override>& overrides = {}) {
  Loaded<T> loaded;
  loaded.problems = load_into(*schema.type(), &loaded.value, text, origin, overrides);
  return loaded;
}

/// `value` with `overrides` put into it.
template <class T>
Loaded<T> with_overrides(const Schema<T>& schema, T value, const std::vector<Override>& overrides) {
  Loaded<T> loaded{std::move(value), Problems()};
  loaded.problems = override_in(*schema.type(), &loaded.value, overrides);
  return loaded;
}

/// The resolved configuration, complete and in the order of declaration: `load` of it gives `value` again.
template <class T>
Json write(const Schema<T>& schema, const T& value) {
  return schema.type()->write(&value);
}

}  // namespace attend
