#include <iostream>

#include <fcntl.h>
#include <unistd.h>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/decoding_flags.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/log.h"
#include "attend/data/line_reader.h"
#include "attend/data/line_windows.h"
#include "attend/decoding/generation_config.h"
#include "attend/decoding/schema.h"
#include "attend/decoding/translator.h"

namespace attend {
namespace {

struct DecodeOptions {
  std::filesystem::path run;
  std::filesystem::path input;
  std::filesystem::path output;
  size_t window = 4096;
  DecodingFlags decoding;
  std::shared_ptr<CommonOptions> common;
};

// Gives the next lines to translate; false after the last.
using NextLines = std::function<bool(std::vector<std::string>&)>;
// Takes translated lines.
using Sink = std::function<void(const std::string& text)>;

NextLines lines_of_file(const std::filesystem::path& path, size_t window) {
  return [reader = std::make_shared<LineReader>(path), window](std::vector<std::string>& lines) {
    lines.clear();
    while (lines.size() < window) {
      const auto line = reader->next();
      if (!line) break;
      lines.emplace_back(*line);
    }
    return !lines.empty();
  };
}

NextLines lines_of_standard_input(size_t window) {
  return [reader = std::make_shared<LineWindows>(STDIN_FILENO, "standard input", window)](
             std::vector<std::string>& lines) { return reader->next(lines); };
}

void write_standard_output(const std::string& text) {
  std::cout << text << std::flush;
  if (!std::cout)
    throw Error(
        {.operation = "writing translations", .where = "standard output", .found = "it is closed or full"});
}

void translate_all(const Translator& translator, const NextLines& next, const Sink& sink) {
  std::vector<std::string> lines;
  int64_t first_line = 1;
  while (next(lines)) {
    const auto translations = translator.translate(lines);
    std::string text;
    for (size_t i = 0; i < translations.size(); ++i) {
      text += translations[i].text + '\n';
      if (!translations[i].truncated) continue;
      log_warning("line " + std::to_string(first_line + static_cast<int64_t>(i)) +
                  ": longer than the model's positions; its end is left out");
    }
    sink(text);
    first_line += static_cast<int64_t>(lines.size());
  }
}

int decode(const DecodeOptions& options) {
  const auto device = apply(*options.common);
  const auto folder = find_model_folder(options.run);
  const auto decoding = options.decoding.over(read_generation_config(folder));
  auto model = open_translation_model(folder);
  model.network->to(device);
  const Translator translator(model, decoding, device);
  const auto next = options.input.empty() ? lines_of_standard_input(options.window)
                                          : lines_of_file(options.input, options.window);
  if (options.output.empty()) {
    translate_all(translator, next, write_standard_output);
    return 0;
  }
  AtomicFile output(options.output);
  translate_all(translator, next, [&](const std::string& text) { output.write(text); });
  output.commit();
  return 0;
}

}  // namespace

void add_decode_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<DecodeOptions>();
  auto* command = app.add_subcommand("decode", "Translate, a line in, a line out");
  command->alias("greedy-decode");
  command->add_option("run", options->run, "Run folder (its best checkpoint) or model folder")->required();
  command->add_option("--input", options->input, "Text to translate, plain or .gz; default: standard input");
  command->add_option("--output", options->output, "Default: standard output, as the input comes");
  command->add_option("--window", options->window, "Lines read ahead to be sorted by length")
      ->check(CLI::Range(size_t{1}, size_t{1} << 24));
  options->decoding.add_to(*command);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return decode(*options); }; });
}

}  // namespace attend
