#include <map>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/run_description.h"
#include "attend/commands/run_paths.h"
#include "attend/core/json.h"
#include "attend/core/standard_streams.h"
#include "attend/io/model_folder.h"
#include "attend/io/stored_tensors.h"

namespace attend {
namespace {

struct InspectOptions {
  std::filesystem::path path;
  bool tensors = false;
  std::shared_ptr<CommonOptions> common;
};

// "model.encoder.layers.0.fc1.weight" belongs to the module "model.encoder.layers.0".
std::string module_of(const std::string& name) {
  const auto layers = name.find(".layers.");
  if (layers != std::string::npos) return name.substr(0, name.find('.', layers + 8));
  return name.substr(0, name.rfind('.'));
}

Json describe_tensors(const StoredTensors& tensors) {
  Json list = Json::object();
  for (const auto& name : tensors.names()) {
    const auto& entry = tensors.entry(name);
    list[name] = {{"dtype", type_name(entry.type)}, {"shape", entry.shape}};
  }
  return list;
}

// Integers are tables of positions, and Marian's bias of the logits hides <pad> where it is not trained.
bool is_parameter(const StoredTensor& tensor, const Json& config) {
  const bool is_number = type_name(tensor.type).find('F') != std::string_view::npos;
  const auto bias = "/attend/output_bias"_json_pointer;
  const bool trained_bias = config.contains(bias) && config.at(bias) == true;
  return is_number && (tensor.name != "final_logits_bias" || trained_bias);
}

void add_model(const std::filesystem::path& path, bool list_tensors, Json& result) {
  const auto tensors = StoredTensors::open(path);
  const Json config = std::filesystem::is_directory(path) ? read_model_config(path) : Json::object();
  if (!config.empty()) result["config"] = config;
  std::map<std::string, int64_t> modules;
  int64_t parameters = 0, buffers = 0;
  for (const auto& name : tensors.names()) {
    const auto& entry = tensors.entry(name);
    const auto count = static_cast<int64_t>((entry.end - entry.begin) / element_size(entry.type));
    const bool counts = is_parameter(entry, config);
    (counts ? parameters : buffers) += count;
    if (counts) modules[module_of(name)] += count;
  }
  result["parameters_by_module"] = modules;
  result["parameters"] = parameters;
  result["buffers"] = buffers;
  if (list_tensors) result["tensors"] = describe_tensors(tensors);
}

int inspect(const InspectOptions& options) {
  apply(*options.common);
  Json result = {{"path", options.path.string()}};
  const bool is_run = is_run_folder(options.path);
  if (is_run) result["run"] = describe_run(options.path);
  if (std::filesystem::is_regular_file(options.path)) {
    add_model(options.path, options.tensors, result);
  } else if (!is_run || std::filesystem::exists(options.path / "best")) {
    const auto model = find_model_folder(options.path);
    if (is_run) result["model"] = model.string();
    add_model(model, options.tensors, result);
  }
  write_standard_output(result.dump(2) + "\n");
  return 0;
}

}  // namespace

void add_inspect_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<InspectOptions>();
  auto* command = app.add_subcommand(
      "inspect", "How far a run is, and what a run, model folder or safetensors file holds");
  command->add_option("path", options->path, "Run folder, model folder or .safetensors file")->required();
  command->add_flag("--tensors", options->tensors, "List every tensor");
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return inspect(*options); }; });
}

}  // namespace attend
