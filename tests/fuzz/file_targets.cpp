#include "fuzz/promise.h"
#include "fuzz/targets.h"
#include "support/temp_folder.h"

#include "attend/core/error.h"
#include "attend/core/strings.h"
#include "attend/data/line_reader.h"
#include "attend/tokenizers/sentencepiece_model.h"
#include "attend/tokenizers/vocabulary.h"

namespace attend::fuzz {
namespace {

// The input as a file: these parsers take paths.
std::filesystem::path file_with(std::string_view data) {
  static const test::TempFolder folder;
  return folder.write("input", data);
}

}  // namespace

void vocabulary(std::string_view data) {
  try {
    const Vocabulary vocabulary = Vocabulary::load(file_with(data));
    for (int64_t id = 0; id < vocabulary.size(); ++id)
      promise(vocabulary.id(vocabulary.piece(id)) == id, "a piece's id gives the piece");
  } catch (const Error&) {
  }
}

void text(std::string_view data) {
  try {
    LineReader reader(file_with(data));
    while (const auto line = reader.next()) {
      promise(!find_invalid_utf8(*line), "lines are UTF-8");
      promise(line->find('\n') == line->npos && line->find('\0') == line->npos, "lines are text");
      std::string copy;
      for (size_t offset = 0; offset < line->size();) append_utf8(copy, next_code_point(*line, offset));
      promise(copy == *line, "code points give the line again");
    }
  } catch (const Error&) {
  }
}

void sentencepiece(std::string_view data) {
  try {
    const SentencePieceModel model(std::string(data), "input.spm");
    const auto ids = model.encode("a b");
    for (const int id : ids) promise(id >= 0 && id < model.size(), "ids are the model's");
  } catch (const Error&) {
  }
}

}  // namespace attend::fuzz
