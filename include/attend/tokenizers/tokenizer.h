#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attend {

/// The ids with a meaning of their own. A vocabulary without one has -1 there.
struct SpecialIds {
  int64_t pad = -1;
  int64_t bos = -1;
  int64_t eos = -1;
  int64_t unk = -1;
};

/// Text to ids and back, for one side of the data. Encoding adds no special symbol; ids out of range are an
/// Error in decoding. Implementations are immutable: one object may be used from several threads.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  /// The ids of well-formed UTF-8 `text`.
  virtual std::vector<int64_t> encode(std::string_view text) const = 0;
  /// The text of `ids`; pad, bos and eos are left out.
  virtual std::string decode(const std::vector<int64_t>& ids) const = 0;
  /// The pieces of `text`, one for each id of `encode`.
  virtual std::vector<std::string> pieces(std::string_view text) const = 0;

  virtual int64_t vocab_size() const = 0;
  virtual std::string piece(int64_t id) const = 0;
  virtual std::optional<int64_t> id(std::string_view piece) const = 0;
  virtual SpecialIds special() const = 0;

  /// Changes whenever some text could be encoded differently; part of the token store's key.
  virtual uint64_t fingerprint() const = 0;
};

}  // namespace attend
