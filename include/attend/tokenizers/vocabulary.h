#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attend/core/hash.h"

namespace attend {

/// Pieces and their ids 0 to size-1.
class Vocabulary {
 public:
  Vocabulary() = default;
  /// `pieces` in the order of their ids. Throws Error, naming `origin`, where a piece stands twice or is not
  /// UTF-8.
  explicit Vocabulary(std::vector<std::string> pieces, const std::string& origin = "a vocabulary");

  int64_t size() const { return static_cast<int64_t>(pieces_.size()); }
  /// Throws Error where `id` is not in 0 to size-1.
  const std::string& piece(int64_t id) const;
  std::optional<int64_t> id(std::string_view piece) const;
  const std::vector<std::string>& pieces() const { return pieces_; }

  /// A piece and its id.
  using Entry = std::pair<std::string, int64_t>;
  /// From pieces in any order. Throws Error, naming `origin`, for ids that are not each of 0 to size-1 once.
  static Vocabulary of(std::vector<Entry> entries, const std::string& origin);

  /// Reads a JSON object {piece: id}. Throws Error, naming the file, for anything else and for ids that are
  /// not each of 0 to size-1 once.
  static Vocabulary load(const std::filesystem::path& path);
  /// Writes that object, in the order of the ids.
  void save(const std::filesystem::path& path) const;
  /// The text of that object.
  std::string to_json() const;

  /// Adds everything that ids depend on.
  void add_to(Hasher& hasher) const;

 private:
  /// So that a std::string_view is looked up without a copy.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  std::vector<std::string> pieces_;
  std::unordered_map<std::string, int64_t, Hash, std::equal_to<>> ids_;
};

}  // namespace attend
