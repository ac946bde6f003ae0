#include "attend/data/pretraining_options.h"

#include <algorithm>

#include "attend/core/system_error.h"

namespace attend {
namespace {

Schema<MaskingOptions> masking_schema() {
  using O = MaskingOptions;
  return Schema<O>("Which tokens are hidden, to be predicted.")
      .field("rate", &O::rate, "Share of the tokens.", more_than(0), less_than(1))
      .field("mask_share", &O::mask_share, "Of the hidden tokens, those that become [MASK].", range(0, 1))
      .field("random_share", &O::random_share,
             "Of the hidden tokens, those that become any token; the others stay.", range(0, 1))
      .field("whole_words", &O::whole_words, "Hide all pieces of a word or none.")
      .check({"mask_share", "random_share"}, [](const O& options, Problems& problems) {
        if (options.mask_share + options.random_share <= 1) return;
        problems.add("random_share", std::to_string(options.random_share),
                     "at most 1 together with mask_share");
      });
}

Schema<PhaseOptions> phase_schema() {
  using O = PhaseOptions;
  return Schema<O>("Epochs with examples of one length, one phase after the other.")
      .field("max_length", &O::max_length, "Ids of an example, [CLS] and [SEP] counted.", at_least(8))
      .field("epochs", &O::epochs, "Epochs of the phase; 0, for the last one: to the end of the run.",
             non_negative());
}

void check_phases(const PretrainingDataOptions& options, Problems& problems) {
  for (size_t i = 0; i < options.phases.size(); ++i) {
    const bool last = i + 1 == options.phases.size();
    if (last == (options.phases[i].epochs == 0)) continue;
    problems.add("phases[" + std::to_string(i) + "].epochs", std::to_string(options.phases[i].epochs),
                 last ? "0: the last phase goes on to the end" : "more than 0 before the last phase");
  }
}

void check_each(const std::string& key, const std::vector<std::filesystem::path>& files, Problems& problems) {
  for (const auto& file : files) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) continue;
    problems.add(key, describe_path(file), "a file",
                 "relative names are relative to data.dir, by default the configuration's folder");
  }
}

}  // namespace

int64_t PretrainingDataOptions::max_length(int64_t epoch) const {
  for (const auto& phase : phases) {
    if (phase.epochs == 0 || epoch < phase.epochs) return phase.max_length;
    epoch -= phase.epochs;
  }
  return phases.back().max_length;
}

int64_t PretrainingDataOptions::max_length() const {
  return std::ranges::max(phases, {}, &PhaseOptions::max_length).max_length;
}

Schema<PretrainingDataOptions> pretraining_data_schema() {
  using O = PretrainingDataOptions;
  using Text = RawTextOptions;
  return Schema<O>("The text to learn from.")
      .field(
          "dir", &O::dir,
          "What relative names of data files are relative to. By default the configuration's folder; itself "
          "relative to that, or to the current folder where --set gives it.")
      .field("cache", &O::cache, "Where encoded data is kept. By default the user's cache folder.")
      .field("train", &O::train, "Text files to train on.", non_empty())
      .field("validation", &O::validation, "Text files to choose the best checkpoint by.")
      .field("documents", &Text::documents,
             "Where a document ends: at an empty line, before a heading \"= Title =\", or with its line.")
      .field("sentences", &Text::sentences,
             "Where a sentence ends: with its line, also at punctuation, or at a dot between spaces.")
      .field("min_sentences", &Text::min_sentences, "Documents with fewer sentences are left out.",
             positive())
      .field("input", &O::input,
             "Examples: packed with one document's text, two runs of sentences, or two sentences. With two "
             "the model also learns whether the second follows the first.")
      .section("masking", &O::masking, masking_schema())
      .field("mask_changes", &O::mask_changes, "Whether every epoch has hidden tokens and pairs of its own.")
      .section("phases", &O::phases, phase_schema(), non_empty())
      .check({"phases"}, check_phases);
}

void resolve_paths(PretrainingDataOptions& options, const std::filesystem::path& config_folder,
                   const Problems& problems) {
  options.dir = problems.resolve("dir", options.dir, config_folder);
  if (!options.cache.empty()) options.cache = problems.resolve("cache", options.cache, config_folder);
  for (auto* files : {&options.train, &options.validation})
    for (auto& file : *files) file = options.dir / file;
}

void check_files(const PretrainingDataOptions& options, DataParts needed, Problems& problems) {
  if (needed == DataParts::all) check_each("train", options.train, problems);
  check_each("validation", options.validation, problems);
}

}  // namespace attend
