#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "attend/core/names.h"
#include "attend/models/bert_model.h"
#include "attend/tasks/prediction_lines.h"

namespace attend {

/// The BERT and the inputs that a command line names for predictions.
class PredictionSource {
 public:
  /// Adds the run or model folder, and the flags that say where inputs are and how they are written.
  void add_to(CLI::App& command);

  /// The model, on `device`. Throws UsageError where it is not a BERT.
  BertModel open_model(torch::Device device) const;

  /// As the run was trained, else as is usual for `network`; --max-length before either. Throws UsageError
  /// where that is beyond the positions.
  PredictorOptions predictor_options(const BertNetwork& network) const;

  using UseInputs = std::function<void(const std::vector<PredictionInput>&)>;
  /// Calls `use` with the inputs, in order, a window of lines at a time. Without --columns the rows of a
  /// table, and JSON lines, are read as those of the run's data. Throws Error naming the line that is not one
  /// of `fields`.
  void each_window(const PredictionFields& fields, const UseInputs& use) const;

 private:
  LineOptions line_options() const;

  std::filesystem::path run_;
  std::filesystem::path input_;
  std::optional<LineFormat> format_;  // absent: by the input's name
  LineOptions lines_;
  std::optional<int64_t> max_length_;  // absent: by the run
  size_t window_ = 4096;
};

/// An option whose values are the names of an enum; `value` outlives the command.
template <class E>
void add_named_option(CLI::App& command, const std::string& flag, std::optional<E>& value,
                      const std::string& doc) {
  command
      .add_option_function<std::string>(
          flag, [&value](const std::string& name) { value = try_value_in(enum_names(E{}), name); }, doc)
      ->check(CLI::IsMember(names_of<E>()).description(""));
}

}  // namespace attend
