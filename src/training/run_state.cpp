#include "attend/training/run_state.h"

#include <string>
#include <utility>

#include <torch/version.h>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/hash.h"
#include "attend/core/log.h"
#include "attend/io/parameters.h"

namespace attend {
namespace {

constexpr int format = 1;
constexpr const char* state_file = "state.json";
constexpr const char* tensors_file = "training_state.safetensors";

void require(const std::filesystem::path& file, const std::string& what, const Json& found,
             const Json& expected) {
  if (found == expected) return;
  throw Error({.operation = "resuming a run",
               .where = file.string(),
               .found = what + " " + found.dump(),
               .expected = expected.dump(),
               .hint = "the run can only go on with what it began with"});
}

}  // namespace

void write_run_state(const std::filesystem::path& folder, const RunState& state, const TrainStep& step) {
  write_safetensors(folder / tensors_file, step.state());
  const Json json = {{"format", format},
                     {"updates", state.progress.updates},
                     {"epochs", state.progress.epochs},
                     {"tokens", state.progress.tokens},
                     {"batch", state.batch},
                     {"seed", state.seed},
                     {"data", to_hex(state.data_fingerprint)},
                     {"parameters", to_hex(step.parameters().layout())},
                     {"early_stopping", state.early_stopping},
                     {"seconds", state.seconds},
                     {"threads", state.threads},
                     {"torch", TORCH_VERSION}};
  write_file(folder / state_file, json.dump(2) + "\n");
}

RunState read_run_state(const std::filesystem::path& folder, const RunState& now, TrainStep& step) {
  const std::filesystem::path file = folder / state_file;
  const Json json = read_json(file);
  require(file, "format", json.value("format", Json()), format);
  require(file, "data", json.at("data"), to_hex(now.data_fingerprint));
  require(file, "seed", json.at("seed"), now.seed);
  require(file, "parameters", json.at("parameters"), to_hex(step.parameters().layout()));
  if (json.at("threads") != now.threads) {
    log_warning("the run began with " + json.at("threads").dump() + " threads and goes on with " +
                std::to_string(now.threads) + ": the last bits of its results may differ");
  }
  const NamedTensors tensors = step.state();
  ParameterTable table;
  for (const auto& [name, tensor] : tensors) table.parameters.push_back({name, {name}});
  load_parameters(StoredTensors::open(folder / tensors_file), table, tensors);
  step.restored();

  RunState state = now;
  state.progress = {json.at("updates").get<int64_t>(), json.at("epochs").get<int64_t>(),
                    json.at("tokens").get<int64_t>()};
  state.batch = json.at("batch").get<int64_t>();
  state.seconds = json.at("seconds").get<double>();
  state.early_stopping = json.at("early_stopping");
  return state;
}

}  // namespace attend
