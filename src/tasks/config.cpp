#include "attend/tasks/config.h"

#include <concepts>

#include "attend/config/overrides.h"
#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/tasks/pretrained_shape.h"

namespace attend {
namespace {

template <class Options>
void resolve_data(Options& data, const std::filesystem::path& folder, Problems& problems) {
  const Problems::Scope scope(problems, "data");
  resolve_paths(data, folder, problems);
}

template <std::derived_from<FineTuningConfig> C>
void resolve_model(C& config, const std::filesystem::path& folder, Problems& problems) {
  resolve_bert(config.model, folder, problems);
  if (problems.empty()) check_example_lengths(config, config.data, problems);  // now that the shape is known
}

template <class Config>
void resolve_and_check(Config& config, const std::filesystem::path& folder, DataParts needed,
                       Problems& problems) {
  resolve_data(config.data, folder, problems);
  resolve_model(config, folder, problems);
  const Problems::Scope scope(problems, "data");
  check_files(config.data, needed, problems);
}

std::string read_config(const std::filesystem::path& file) {
  std::error_code reason;
  const auto status = std::filesystem::status(file, reason);
  if (std::filesystem::is_regular_file(status)) return read_file(file);
  std::string found = "no such file";
  if (std::filesystem::exists(status)) {
    found = std::filesystem::exists(file / "config.json") ? "a folder; its configuration is config.json in it"
                                                          : "not a file";
  } else if (!std::filesystem::status_known(status)) {
    found = reason.message();
  }
  throw UsageError({.operation = "reading the configuration",
                    .where = file.string(),
                    .found = std::move(found),
                    .expected = "a JSON file"});
}

// The same alternative of a variant, as it is made.
template <class Variant>
Variant initial(const Variant& value) {
  return std::visit([]<class Options>(const Options&) { return Variant(Options()); }, value);
}

TranslationConfig defaults(const TranslationConfig& config) {
  TranslationConfig usual;
  usual.model = initial(config.model);
  usual.tokenizer = initial(config.tokenizer);
  return usual;
}

MaskedLmConfig defaults(const MaskedLmConfig& config) {
  MaskedLmConfig usual;
  usual.tokenizer = initial(config.tokenizer);
  return usual;
}

template <std::derived_from<FineTuningConfig> C>
C defaults(const C&) {
  return {};
}

}  // namespace

Schema<TaskConfig> config_schema() {
  return variant_schema<TaskConfig>("task", alternative("translation", translation_schema()),
                                    alternative("masked_lm", masked_lm_schema()),
                                    alternative("sequence_classification", sequence_classification_schema()),
                                    alternative("token_classification", token_classification_schema()),
                                    alternative("question_answering", question_answering_schema()));
}

TaskConfig load_config(const std::filesystem::path& file, const std::vector<std::string>& arguments,
                       DataParts needed) {
  std::vector<Problem> malformed;
  const auto overrides = parse_overrides(arguments, malformed);
  auto loaded = load(config_schema(), read_config(file), file.string(), overrides);
  for (const auto& problem : malformed) loaded.problems.add(problem);
  const auto folder = std::filesystem::absolute(file).parent_path();
  std::visit([&](auto& config) { resolve_and_check(config, folder, needed, loaded.problems); }, loaded.value);
  loaded.problems.throw_if_any();
  return std::move(loaded.value);
}

TaskConfig read_run_config(const std::filesystem::path& file) {
  auto loaded = load(config_schema(), read_config(file), file.string());
  loaded.problems.throw_if_any();
  return std::move(loaded.value);
}

const TranslationConfig& require_translation(const TaskConfig& config, const std::filesystem::path& where,
                                             const std::string& operation) {
  if (const auto* translation = std::get_if<TranslationConfig>(&config)) return *translation;
  throw UsageError({.operation = operation,
                    .where = where.string(),
                    .found = "the configuration of another task",
                    .expected = "one with \"task\": \"translation\""});
}

std::vector<std::string> task_names() {
  std::vector<std::string> names;
  for (const Part& part : config_schema().type()->parts(nullptr)) names.push_back(part.label);
  return names;
}

TaskConfig defaults_of(const TaskConfig& config) {
  return std::visit([](const auto& task) { return TaskConfig(defaults(task)); }, config);
}

}  // namespace attend
