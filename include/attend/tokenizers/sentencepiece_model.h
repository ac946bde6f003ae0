#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace attend {

/// A trained SentencePiece model (Kudo and Richardson 2018). Ids here are the model's own.
class SentencePieceModel {
 public:
  /// `bytes` are those of an .spm file; `origin` names it. Throws Error where they are not a model.
  SentencePieceModel(std::string bytes, const std::string& origin);
  ~SentencePieceModel();
  SentencePieceModel(const SentencePieceModel&) = delete;
  SentencePieceModel& operator=(const SentencePieceModel&) = delete;

  /// The file, unchanged.
  const std::string& bytes() const { return bytes_; }
  int size() const;
  const std::string& piece(int id) const;
  int unknown_id() const;

  std::vector<int> encode(std::string_view text) const;
  /// The same as pieces; an unknown one is the text it stands for.
  std::vector<std::string> pieces(std::string_view text) const;
  /// The text of `pieces`. Pieces that are not the model's stand for themselves.
  std::string decode(const std::vector<std::string_view>& pieces) const;

 private:
  std::string bytes_;
  std::unique_ptr<const sentencepiece::SentencePieceProcessor> processor_;
};

}  // namespace attend
