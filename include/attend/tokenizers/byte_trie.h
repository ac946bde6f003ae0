#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace attend {

/// Finds the longest of many keys that a text begins with, in one walk over its bytes: a double-array trie
/// (Aoe 1989, "An efficient digital search algorithm by using a double-array structure").
class ByteTrie {
 public:
  struct Match {
    int32_t value = -1;  ///< -1 where no key fits
    uint32_t length = 0;
  };
  using Entry = std::pair<std::string_view, int32_t>;  ///< a key that is not empty, and its value, 0 or more

  /// Keys are different.
  explicit ByteTrie(std::vector<Entry> entries);

  Match longest(std::string_view text) const {
    Match best;
    uint32_t node = 0;
    for (uint32_t i = 0; i < text.size(); ++i) {
      const uint32_t next = cells_[node].base + static_cast<unsigned char>(text[i]);
      if (cells_[next].parent != node) break;
      node = next;
      if (cells_[node].value >= 0) best = {cells_[node].value, i + 1};
    }
    return best;
  }

 private:
  struct Cell {
    uint32_t base = 0;            // cell of the child by byte 0
    uint32_t parent = no_parent;  // node that this cell is a child of
    int32_t value = -1;
  };
  static constexpr uint32_t no_parent = UINT32_MAX;

  void add_children(const std::vector<Entry>& entries);
  uint32_t find_base(const std::vector<unsigned char>& bytes);
  void make_room(uint32_t base);

  std::vector<Cell> cells_;
  // Where searches for free cells begin; far enough from 0 for any byte.
  uint32_t first_free_ = 256, next_fit_ = 256;
};

}  // namespace attend
