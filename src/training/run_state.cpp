#include "attend/training/run_state.h"

#include <limits>
#include <string>
#include <utility>

#include <torch/version.h>

#include "attend/core/file.h"
#include "attend/core/hash.h"
#include "attend/core/json_fields.h"
#include "attend/core/log.h"
#include "attend/io/checksums.h"
#include "attend/io/parameters.h"

namespace attend {
namespace {

constexpr int format = 1;
constexpr const char* state_file = "state.json";

void require(const JsonFields& state, const std::string& key, const Json& expected) {
  if (state.value(key) != expected) state.fail(key, expected.dump());
}

}  // namespace

void write_run_state(const std::filesystem::path& folder, const RunState& state, const TrainStep& step) {
  write_safetensors(folder / training_state_file, step.state());
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
  const JsonFields fields(json, {.operation = "resuming a run",
                                 .where = file.string(),
                                 .hint = "the run can only go on with what it began with"});
  require(fields, "format", format);
  require(fields, "data", to_hex(now.data_fingerprint));
  require(fields, "seed", now.seed);
  require(fields, "parameters", to_hex(step.parameters().layout()));
  if (fields.value("threads") != now.threads) {
    log_warning("threads were " + fields.value("threads").dump() + " when the run was saved and are " +
                std::to_string(now.threads) + ": the last bits of its results may differ");
  }
  const NamedTensors tensors = step.state();
  ParameterTable table;
  for (const auto& [name, tensor] : tensors) table.parameters.push_back({name, {name}});
  load_parameters(StoredTensors::open(folder / training_state_file), table, tensors);
  step.restored();

  RunState state = now;
  const auto count = [&](const char* key) {
    return fields.integer(key, 0, {}, std::numeric_limits<int64_t>::max());
  };
  state.progress = {count("updates"), count("epochs"), count("tokens")};
  state.batch = count("batch");
  state.seconds = fields.number("seconds");
  state.early_stopping = fields.value("early_stopping");
  return state;
}

}  // namespace attend
