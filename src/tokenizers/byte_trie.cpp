#include "attend/tokenizers/byte_trie.h"

#include <algorithm>
#include <deque>

namespace attend {
namespace {

/// A node whose children are still to be made: it stands for the entries that share its first bytes.
struct Open {
  uint32_t node;
  size_t begin, end;  // of the sorted entries
  size_t depth;
};

}  // namespace

ByteTrie::ByteTrie(std::vector<Entry> entries) {
  std::sort(entries.begin(), entries.end());
  make_room(0);
  cells_[0].parent = 0;  // the root is nobody's child, but its cell is taken
  add_children(entries);
}

void ByteTrie::add_children(const std::vector<Entry>& entries) {
  std::deque<Open> open = {{0, 0, entries.size(), 0}};
  std::vector<unsigned char> bytes;
  std::vector<size_t> begins;
  while (!open.empty()) {
    Open current = open.front();
    open.pop_front();
    // The shortest of sorted entries stands first.
    if (current.begin < current.end && entries[current.begin].first.size() == current.depth) {
      cells_[current.node].value = entries[current.begin++].second;
    }
    bytes.clear();
    begins.clear();
    for (size_t i = current.begin; i < current.end; ++i) {
      const auto byte = static_cast<unsigned char>(entries[i].first[current.depth]);
      if (!bytes.empty() && bytes.back() == byte) continue;
      bytes.push_back(byte);
      begins.push_back(i);
    }
    if (bytes.empty()) continue;
    begins.push_back(current.end);
    const uint32_t base = find_base(bytes);
    cells_[current.node].base = base;
    for (size_t i = 0; i < bytes.size(); ++i) {
      cells_[base + bytes[i]].parent = current.node;
      open.push_back({base + bytes[i], begins[i], begins[i + 1], current.depth + 1});
    }
  }
}

// Nodes with several children go where the search before ended, so that all searches together pass each cell
// once; those with one child fill the holes that are left.
uint32_t ByteTrie::find_base(const std::vector<unsigned char>& bytes) {
  for (uint32_t& cell = bytes.size() == 1 ? first_free_ : next_fit_;; ++cell) {
    const uint32_t base = cell - bytes.front();
    make_room(base);
    const bool fits = std::all_of(bytes.begin(), bytes.end(), [&](unsigned char byte) {
      return cells_[base + byte].parent == no_parent;
    });
    if (fits) return base;
  }
}

// Every cell that a walk may look at exists, so that a walk needs no check.
void ByteTrie::make_room(uint32_t base) {
  if (cells_.size() < size_t{base} + 256) cells_.resize(size_t{base} + 256);
}

}  // namespace attend
