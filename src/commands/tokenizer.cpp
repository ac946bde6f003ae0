#include <charconv>

#include <unistd.h>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/standard_streams.h"
#include "attend/core/strings.h"
#include "attend/core/threads.h"
#include "attend/data/labelled_texts.h"
#include "attend/data/line_windows.h"
#include "attend/io/checksums.h"
#include "attend/tasks/config.h"
#include "attend/tasks/fine_tuning_task.h"
#include "attend/tasks/masked_lm_tokenizer.h"
#include "attend/tasks/translation_data.h"
#include "attend/tokenizers/tokenizer_pair.h"
#include "attend/tokenizers/wordpiece_files.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {
namespace {

struct TokenizerCommandOptions {
  std::filesystem::path config;
  std::vector<std::string> overrides;
  std::filesystem::path folder;
  std::string side = "source";
  bool ids = false;
  bool offsets = false;
  std::shared_ptr<CommonOptions> common;
};

using LineFunction = std::string (*)(const Tokenizer&, const std::string& line,
                                     const TokenizerCommandOptions&);

std::string encode_ids(const Tokenizer& tokenizer, const std::string& line) {
  std::string text;
  for (const auto id : tokenizer.encode(line)) text += (text.empty() ? "" : " ") + std::to_string(id);
  return text;
}

/// "ID:BEGIN-END" or "PIECE:BEGIN-END" for each piece; places in code points of the line.
std::string encode_with_offsets(const Tokenizer& tokenizer, const std::string& line, bool ids) {
  const auto* wordpiece = dynamic_cast<const WordPieceTokenizer*>(&tokenizer);
  if (wordpiece == nullptr) {
    throw UsageError({.operation = "encoding with offsets",
                      .found = "a tokenizer that keeps none",
                      .expected = "the WordPiece tokenizer of a BERT folder"});
  }
  std::string text;
  for (const auto& [id, begin, end] : wordpiece->encode_spans(line)) {
    text += (text.empty() ? "" : " ") + (ids ? std::to_string(id) : tokenizer.piece(id)) + ':' +
            std::to_string(begin) + '-' + std::to_string(end);
  }
  return text;
}

std::string encode_line(const Tokenizer& tokenizer, const std::string& line,
                        const TokenizerCommandOptions& options) {
  if (options.offsets) return encode_with_offsets(tokenizer, line, options.ids);
  return options.ids ? encode_ids(tokenizer, line) : join(tokenizer.pieces(line), " ");
}

std::vector<int64_t> parse_ids(const Tokenizer& tokenizer, const std::string& line, bool ids) {
  std::vector<int64_t> result;
  for (const auto word : split_whitespace(line)) {
    std::optional<int64_t> id;
    int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (!ids)
      id = tokenizer.id(word);
    else if (error == std::errc() && end == word.data() + word.size())
      id = number;
    if (!id) {
      throw Error(
          {.operation = "decoding with a tokenizer",
           .found = std::string(word),
           .expected = ids ? "ids, separated by spaces" : "pieces of the vocabulary, separated by spaces",
           .hint = ids ? "without --ids pieces are read" : "--ids reads numbers"});
    }
    result.push_back(*id);
  }
  return result;
}

std::string decode_line(const Tokenizer& tokenizer, const std::string& line,
                        const TokenizerCommandOptions& options) {
  return tokenizer.decode(parse_ids(tokenizer, line, options.ids));
}

int map_lines(const TokenizerCommandOptions& options, LineFunction function) {
  apply(*options.common);
  const auto folder = find_tokenizer_folder(options.folder);
  (void)verify_model_checksums(folder);  // folders made elsewhere have none
  const auto pair = open_tokenizers(folder);
  const auto& tokenizer = options.side == "source" ? *pair->source() : *pair->target();
  LineWindows windows(STDIN_FILENO, "standard input", 4096);
  std::vector<std::string> lines;
  while (windows.next(lines)) {
    constexpr size_t block = 64;
    for_each_index(lines.size(), block, thread_limit(),
                   [&](size_t i) { lines[i] = function(tokenizer, lines[i], options) + '\n'; });
    write_standard_output(join(lines, ""));
  }
  return 0;
}

void refuse_tokenizers_of(const std::filesystem::path& model) {
  if (model.empty()) return;
  throw UsageError({.operation = "learning the tokenizers",
                    .where = "model.from",
                    .found = model.string() + ", which has its tokenizers",
                    .expected = "a configuration that begins with initial weights",
                    .hint = "--set model.from='\"\"'"});
}

struct SaveTokenizers {
  void operator()(const TranslationConfig& config) const {
    if (const auto* begun = pretrained(config.model)) refuse_tokenizers_of(begun->from);
    make_tokenizers(config, {})->save(folder, length_bound(model_options(config.model)).length);
  }
  void operator()(const MaskedLmConfig& config) const {
    refuse_tokenizers_of(config.model.from);
    save_wordpiece(*make_bert_tokenizer(config, {}), folder, config.model.max_position_embeddings);
  }
  template <std::derived_from<FineTuningConfig> C>
  void operator()(const C& config) const {
    refuse_tokenizers_of(config.model.from);
    save_wordpiece(*make_wordpiece(config, {}), folder, config.model.max_position_embeddings);
  }

  const std::filesystem::path& folder;
};

int train(const TokenizerCommandOptions& options) {
  apply(*options.common);
  const auto config = load_config(options.config, options.overrides);
  if (std::filesystem::exists(options.folder)) {
    throw UsageError({.operation = "learning the tokenizers",
                      .where = options.folder.string(),
                      .found = "a file or folder of that name",
                      .expected = "none"});
  }
  AtomicFolder folder(options.folder);
  std::visit(SaveTokenizers{folder.staged()}, config);
  folder.commit();
  return 0;
}

void add_train(CLI::App& command, Action& action) {
  auto options = std::make_shared<TokenizerCommandOptions>();
  auto* sub = command.add_subcommand("train", "Learn the tokenizers of a configuration's training data");
  sub->add_option("config", options->config, "Configuration file")->required();
  sub->add_option("folder", options->folder, "Folder to write")->required();
  add_set_option(*sub, options->overrides);
  options->common = add_common_options(*sub);
  sub->callback([options, &action] { action = [options] { return train(*options); }; });
}

// A subcommand that maps lines by `function`, and its options.
std::shared_ptr<TokenizerCommandOptions> add_mapping(CLI::App& sub, LineFunction function, Action& action) {
  auto options = std::make_shared<TokenizerCommandOptions>();
  sub.add_option("folder", options->folder, "Model folder or run folder")->required();
  sub.add_flag("--ids", options->ids, "Ids instead of pieces");
  sub.add_option("--side", options->side, "Whose tokenizer")
      ->capture_default_str()
      ->check(CLI::IsMember({"source", "target"}));
  options->common = add_common_options(sub);
  sub.callback([options, function, &action] {
    action = [options, function] { return map_lines(*options, function); };
  });
  return options;
}

}  // namespace

void add_tokenizer_command(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("tokenizer", "Learn a tokenizer, or use one by itself: a line in, a line out");
  command->require_subcommand(1);
  add_train(*command, action);
  auto* encode = command->add_subcommand("encode", "Lines to pieces or ids, separated by spaces");
  encode->add_flag("--offsets", add_mapping(*encode, encode_line, action)->offsets,
                   "With the code points of the line that each piece stands for, as :BEGIN-END (WordPiece)");
  auto* decode = command->add_subcommand("decode", "Pieces or ids to text");
  add_mapping(*decode, decode_line, action);
}

}  // namespace attend
