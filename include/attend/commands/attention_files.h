#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "attend/decoding/translator.h"
#include "attend/tasks/encoder_attention.h"

namespace attend {

/// Pictures and numbers of the attention of translations, in one folder: 0001-encoder.png, 0001-decoder.png,
/// 0001-cross.png (those that the model has) and 0001.json for the first line, and so on (docs/seeing.md). Of
/// a BERT: 0001-encoder.png and 0001.json.
class AttentionFiles {
 public:
  /// Lines after the first so many have no files: a picture takes longer than a translation.
  static constexpr uint64_t most_lines = 100;

  /// Makes the folder where it is not there.
  explicit AttentionFiles(std::filesystem::path folder);

  /// The files of line `number`, from 1. None for a line without tokens.
  void write(uint64_t number, const std::string& source, const Translation& translation,
             const Translator& translator) const;
  /// The same of a text that an encoder reads.
  void write(uint64_t number, const EncoderAttention& attention) const;

 private:
  std::filesystem::path folder_;
};

/// Throws UsageError where the models are several, or one without attention between source and target: then
/// `flag` ("--attention") asks for what is not there.
void check_attention(const std::string& flag, size_t models, const Translator& translator,
                     int64_t source_end);

}  // namespace attend
