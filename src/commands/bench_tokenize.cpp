#include "attend/commands/bench.h"
#include "attend/commands/common_options.h"
#include "attend/commands/run_paths.h"
#include "attend/core/threads.h"
#include "attend/data/line_reader.h"
#include "attend/tokenizers/encode_lines.h"
#include "attend/tokenizers/tokenizer_pair.h"

namespace attend {
namespace {

struct BenchTokenizeOptions {
  std::filesystem::path folder;
  std::filesystem::path input;
  Repeats repeats{5};
  std::shared_ptr<CommonOptions> common;
};

int bench_tokenize(const BenchTokenizeOptions& options) {
  const auto device = apply(*options.common);
  const auto tokenizers = open_tokenizers(find_tokenizer_folder(options.folder));
  const auto lines = read_lines(options.input);
  size_t bytes = 0, pieces = 0;
  for (const auto& line : lines) bytes += line.size() + 1;
  const double seconds = options.repeats.best_seconds([&] {
    pieces = 0;
    for (const auto& ids : encode_lines(*tokenizers->source(), lines, thread_limit())) pieces += ids.size();
  });
  print_bench({{"bench", "tokenize"},
               {"mb_per_s", static_cast<double>(bytes) / 1e6 / seconds},
               {"pieces_per_s", static_cast<double>(pieces) / seconds},
               {"pieces", pieces},
               {"seconds", seconds},
               {"repeats", options.repeats.count},
               {"peak_rss_mb", peak_memory_mb()}},
              device);
  return 0;
}

}  // namespace

void add_bench_tokenize(CLI::App& bench, Action& action) {
  auto options = std::make_shared<BenchTokenizeOptions>();
  auto* command = bench.add_subcommand("tokenize", "Text to ids, the text read before");
  command->add_option("folder", options->folder, "Model folder or run folder; its source tokenizer")
      ->required();
  command->add_option("--input", options->input, "Text, a line at a time")->required();
  options->repeats.add_to(*command);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return bench_tokenize(*options); }; });
}

}  // namespace attend
