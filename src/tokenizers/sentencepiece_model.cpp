#include "attend/tokenizers/sentencepiece_model.h"

#include <exception>
#include <utility>

#include <fmt/format.h>
#include <sentencepiece_processor.h>

#include "attend/core/error.h"

namespace attend {
namespace {

/// The library reports failures as a status; none is expected once a model is loaded.
void check(const sentencepiece::util::Status& status, const char* operation) {
  if (status.ok()) return;
  throw Error({.operation = operation, .found = status.message()});
}

/// False where `bytes` are no model. The library says so by its status, but its tries throw exceptions.
bool load(sentencepiece::SentencePieceProcessor& processor, const std::string& bytes) {
  try {
    return processor.LoadFromSerializedProto(bytes).ok();
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

SentencePieceModel::SentencePieceModel(std::string bytes, const std::string& origin)
    : bytes_(std::move(bytes)) {
  auto processor = std::make_unique<sentencepiece::SentencePieceProcessor>();
  if (!load(*processor, bytes_)) {
    throw Error({.operation = "opening a SentencePiece model",
                 .where = origin,
                 .found = fmt::format("{} bytes that are not a model", bytes_.size()),
                 .expected = "an .spm file, as SentencePiece writes it",
                 .hint = "the file may be cut off, altered, or a pointer to a file that was not downloaded"});
  }
  processor_ = std::move(processor);
}

SentencePieceModel::~SentencePieceModel() = default;

int SentencePieceModel::size() const { return processor_->GetPieceSize(); }

const std::string& SentencePieceModel::piece(int id) const { return processor_->IdToPiece(id); }

int SentencePieceModel::unknown_id() const { return processor_->unk_id(); }

std::vector<int> SentencePieceModel::encode(std::string_view text) const {
  std::vector<int> ids;
  check(processor_->Encode(text, &ids), "encoding a text");
  return ids;
}

std::vector<std::string> SentencePieceModel::pieces(std::string_view text) const {
  std::vector<std::string> pieces;
  check(processor_->Encode(text, &pieces), "encoding a text");
  return pieces;
}

std::string SentencePieceModel::decode(const std::vector<std::string_view>& pieces) const {
  std::string text;
  check(processor_->Decode(pieces, &text), "decoding pieces");
  return text;
}

}  // namespace attend
