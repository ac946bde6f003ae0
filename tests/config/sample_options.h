#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "attend/config/schema.h"

namespace attend::test {

/// Options with a field of every kind, for the tests of this folder.
enum class Rule { sgd, adam, adamw };
inline auto enum_names(Rule) {
  using std::literals::operator""sv;
  return std::array{std::pair{Rule::sgd, "sgd"sv}, std::pair{Rule::adam, "adam"sv},
                    std::pair{Rule::adamw, "adamw"sv}};
}

struct OptimizerOptions {
  Rule type = Rule::adamw;
  double lr = 5e-4;
  std::array<double, 2> betas = {0.9, 0.98};
  Duration warmup{1000, DurationUnit::updates};
  bool operator==(const OptimizerOptions&) const = default;
};

struct FileOptions {
  std::vector<std::filesystem::path> source;
  std::string language = "de";
  bool operator==(const FileOptions&) const = default;
};

struct TransformerOptions {
  int64_t layers = 6;
  double dropout = 0.1;
  bool operator==(const TransformerOptions&) const = default;
};

struct RecurrentOptions {
  int64_t hidden = 32;
  double dropout = 0.2;
  bool operator==(const RecurrentOptions&) const = default;
};

using ModelOptions = std::variant<TransformerOptions, RecurrentOptions>;

struct SampleOptions {
  bool verbose = false;
  int threads = 2;
  uint64_t seed = 1;
  std::optional<int64_t> patience;
  std::vector<std::string> metrics = {"bleu"};
  std::vector<int64_t> sizes;
  std::filesystem::path folder = "runs";
  OptimizerOptions optimizer;
  ModelOptions model;
  std::vector<FileOptions> files;
  std::optional<FileOptions> extra;
  bool operator==(const SampleOptions&) const = default;
};

inline Schema<OptimizerOptions> optimizer_schema() {
  return Schema<OptimizerOptions>("The update rule.")
      .field("type", &OptimizerOptions::type, "Update rule.")
      .field("lr", &OptimizerOptions::lr, "Peak learning rate.", positive())
      .field("betas", &OptimizerOptions::betas, "Decay rates of the moments.", each(range(0.0, 1.0)))
      .field("warmup", &OptimizerOptions::warmup, "Length of the warm-up.", non_negative())
      .check([](const OptimizerOptions& options, Problems& problems) {
        if (options.type == Rule::sgd && options.lr < 1e-3) {
          problems.add("lr", std::to_string(options.lr), "at least 0.001 with sgd", "raise lr");
        }
      });
}

inline Schema<FileOptions> file_schema() {
  return Schema<FileOptions>("Text files.")
      .field("source", &FileOptions::source, "Files | lists of files.", non_empty())
      .field("language", &FileOptions::language, "Language.", one_of({"de", "en"}));
}

inline Schema<ModelOptions> model_schema() {
  return variant_schema<ModelOptions>(
      "type",
      alternative("transformer", Schema<TransformerOptions>("Attention only.")
                                     .field("layers", &TransformerOptions::layers, "Layers.", at_least(1))
                                     .field("dropout", &TransformerOptions::dropout, "Dropout.", rate())),
      alternative("recurrent", Schema<RecurrentOptions>("A GRU.")
                                   .field("hidden", &RecurrentOptions::hidden, "Hidden size.", at_least(1))
                                   .field("dropout", &RecurrentOptions::dropout, "Dropout.", rate())));
}

inline Schema<SampleOptions> sample_schema() {
  return Schema<SampleOptions>("A sample.")
      .field("verbose", &SampleOptions::verbose, "Say more.")
      .field("threads", &SampleOptions::threads, "Threads.", at_least(1))
      .field("seed", &SampleOptions::seed, "Seed.")
      .field("patience", &SampleOptions::patience, "Validations without a better score.", positive())
      .field("metrics", &SampleOptions::metrics, "Metrics.", each(one_of({"bleu", "chrf"})))
      .field("sizes", &SampleOptions::sizes, "Sizes.", each(positive()))
      .field("folder", &SampleOptions::folder, "Folder.")
      .section("optimizer", &SampleOptions::optimizer, optimizer_schema())
      .section("model", &SampleOptions::model, model_schema())
      .section("files", &SampleOptions::files, file_schema())
      .section("extra", &SampleOptions::extra, file_schema())
      .check({"threads", "patience"}, [](const SampleOptions& options, Problems& problems) {
        if (options.threads == 7 && options.patience == 7) problems.add("threads", "7 twice", "7 once");
      });
}

}  // namespace attend::test
