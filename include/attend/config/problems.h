#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/core/json.h"

namespace attend {

/// Where a value was written: "config.json:7", or the command-line argument that set it: "--set a.b=v".
struct Place {
  std::string text = {};
  int line = 0;  ///< of a file, from 1
  bool is_argument = false;
};

/// The place of every value of one configuration, by JSON pointer.
class Places {
 public:
  explicit Places(std::string origin = {}, const std::map<std::string, int>& lines = {});

  const std::string& origin() const { return origin_; }
  /// From now on the value at `pointer`, and all within it, comes from `argument`, which gave `value`.
  void set(const std::string& pointer, const std::string& argument, const Json& value);
  /// Whether a value was written down at `pointer`.
  bool has(const std::string& pointer) const { return places_.contains(pointer); }
  /// The place of the value, or of the innermost section around it that was written down.
  Place find(std::string pointer) const;

 private:
  void add(const std::string& pointer, const std::string& argument, const Json& value);

  std::string origin_;
  std::map<std::string, Place> places_;
};

/// One mistake. `path` is the key as `--set` takes it: "training.optimizer.lr", "data.train.0.source".
struct Problem {
  Place place = {};
  std::string path = {};
  std::string found = {};
  std::string expected = {};
  std::string hint = {};
};

/// All mistakes of a configuration, collected so that they are reported together.
class Problems {
 public:
  explicit Problems(Places places = Places()) : places_(std::move(places)) {}

  /// `key` is relative to the section that is being read or checked: "lr", "optimizer.lr", or "" for the
  /// section itself. File and line are found by themselves.
  void add(std::string_view key, std::string found, std::string expected, std::string hint = {});
  /// A problem whose place is known already.
  void add(Problem problem) { problems_.push_back(std::move(problem)); }

  bool empty() const { return problems_.empty(); }
  const std::vector<Problem>& list() const { return problems_; }
  const Places& places() const { return places_; }
  /// Where the value of `key` was written.
  Place place(std::string_view key = {}) const;
  /// Whether `key` was written down at all, if only with its default value.
  bool is_given(std::string_view key) const { return places_.has(pointer_to(key)); }
  /// `path`, the value of `key`, in full. A relative one is relative to `config_folder`, or, given on the
  /// command line, to the current folder, as every argument is.
  std::filesystem::path resolve(std::string_view key, const std::filesystem::path& path,
                                const std::filesystem::path& config_folder) const;

  /// Reports a key that no field has; `meant` is the one that probably was.
  void add_unknown(std::string_view key, std::string expected, const std::optional<std::string>& meant);
  /// Gives the unknown keys that resemble none the hint that `hint` has for their path, if any.
  void hint_at_unknown(const std::function<std::string(const std::string& path)>& hint);

  /// One UsageError with every problem, in the order of the file's lines.
  void throw_if_any() const;

  /// While it lives, keys are relative to the member `key` (a name or a list index, not a path).
  class Scope {
   public:
    Scope(Problems& problems, std::string_view key);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Problems& problems_;
    size_t path_size_, pointer_size_;
  };

 private:
  /// `key`, which is relative to the current scope, as a JSON pointer.
  std::string pointer_to(std::string_view key) const;

  Places places_;
  std::vector<Problem> problems_;
  std::string path_;     // of the current scope, "training.optimizer"
  std::string pointer_;  // the same as a JSON pointer, "/training/optimizer"
};

}  // namespace attend
