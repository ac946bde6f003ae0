#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attend {

/// A symbol that is found in the text itself, before anything else happens to it: `[SEP]`, `[MASK]`.
struct AddedToken {
  std::string text;  ///< not empty
  int64_t id = 0;
  bool takes_space_before = false;  ///< white space before it belongs to it ("lstrip" in tokenizer.json)
  bool takes_space_after = false;   ///< ("rstrip")

  bool operator==(const AddedToken&) const = default;
};

/// Finds added tokens; of those that begin at one place the longest counts.
class AddedTokens {
 public:
  struct Match {
    size_t begin = 0, end = 0;  ///< bytes, white space included
    int64_t id = 0;
  };

  explicit AddedTokens(std::vector<AddedToken> tokens);

  const std::vector<AddedToken>& tokens() const { return tokens_; }
  /// The first one from byte `from` on.
  std::optional<Match> find(std::string_view text, size_t from) const;

 private:
  const AddedToken* longest_at(std::string_view rest) const;

  std::vector<AddedToken> tokens_;
  std::array<bool, 256> begins_{};  // bytes that a token begins with
};

}  // namespace attend
