#include <map>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/run_paths.h"
#include "attend/core/json.h"
#include "attend/core/standard_streams.h"
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

Json count_by_module(const StoredTensors& tensors, int64_t& total) {
  std::map<std::string, int64_t> counts;
  for (const auto& name : tensors.names()) {
    const auto& entry = tensors.entry(name);
    const auto count = static_cast<int64_t>((entry.end - entry.begin) / element_size(entry.type));
    counts[module_of(name)] += count;
    total += count;
  }
  Json modules = Json::object();
  for (const auto& [module, count] : counts) modules[module] = count;
  return modules;
}

int inspect(const InspectOptions& options) {
  apply(*options.common);
  const bool is_file = std::filesystem::is_regular_file(options.path);
  const auto path = is_file ? options.path : find_model_folder(options.path);
  const auto tensors = StoredTensors::open(path);
  Json result = {{"path", path.string()}};
  if (!is_file) result["config"] = read_json(path / "config.json");
  int64_t total = 0;
  result["parameters_by_module"] = count_by_module(tensors, total);
  result["parameters"] = total;
  if (options.tensors) result["tensors"] = describe_tensors(tensors);
  write_standard_output(result.dump(2) + "\n");
  return 0;
}

}  // namespace

void add_inspect_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<InspectOptions>();
  auto* command = app.add_subcommand("inspect", "What a run, a model folder or a safetensors file holds");
  command->add_option("path", options->path, "Run folder, model folder or .safetensors file")->required();
  command->add_flag("--tensors", options->tensors, "List every tensor");
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return inspect(*options); }; });
}

}  // namespace attend
