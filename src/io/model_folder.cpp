#include "attend/io/model_folder.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "attend/core/error.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

// What PyTorch and the other frameworks of Hugging Face's folders call weights that are not safetensors.
constexpr std::array<std::string_view, 7> foreign_weights{".bin", ".pt", ".pth",    ".ckpt",
                                                          ".pkl", ".h5", ".msgpack"};

bool is_foreign(const fs::path& path) {
  return std::find(foreign_weights.begin(), foreign_weights.end(), path.extension().string()) !=
         foreign_weights.end();
}

/// The first file of `folder`, by name, that holds weights in a foreign form; empty where there is none.
fs::path find_foreign(const fs::path& folder) {
  fs::path found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (is_foreign(entry.path()) && (found.empty() || entry.path() < found)) found = entry.path();
  }
  return found;
}

}  // namespace

fs::path path_inside(const fs::path& folder, const std::string& name, const std::string& origin) {
  const fs::path relative(name);
  const bool climbs = std::find(relative.begin(), relative.end(), "..") != relative.end();
  if (name.empty() || relative.is_absolute() || climbs) {
    throw Error({.operation = "reading a model folder",
                 .where = origin,
                 .found = fmt::format("the file name \"{}\"", name),
                 .expected = "a name inside the folder"});
  }
  return folder / relative;
}

fs::path require_file(const fs::path& folder, std::string_view name, std::string_view purpose) {
  if (!fs::is_directory(folder)) {
    throw Error({.operation = "opening a model folder",
                 .where = folder.string(),
                 .found = fs::exists(folder) ? "not a folder" : "nothing there",
                 .expected = fmt::format("a folder with {}", name)});
  }
  const fs::path path = folder / name;
  if (!fs::is_regular_file(path)) {
    throw Error({.operation = "opening a model folder",
                 .where = folder.string(),
                 .found = fmt::format("no {}", name),
                 .expected = fmt::format("{}, which holds {}", name, purpose)});
  }
  return path;
}

Json read_json_object(const fs::path& path) {
  Json value = read_json(path);
  if (!value.is_object()) {
    throw Error({.operation = "reading a model folder",
                 .where = path.string(),
                 .found = value.type_name(),
                 .expected = "a JSON object"});
  }
  return value;
}

Json read_model_config(const fs::path& folder) {
  const fs::path path = require_file(folder, "config.json", "the kind of model and its sizes");
  Json config = read_json_object(path);
  const auto type = config.find("model_type");
  if (type == config.end() || !type->is_string()) {
    throw Error({.operation = "reading a model folder",
                 .where = path.string(),
                 .found = type == config.end() ? "no model_type" : "model_type " + type->dump(),
                 .expected = "a text, such as \"marian\" or \"bert\", under model_type"});
  }
  return config;
}

JsonFields config_fields(const Json& config, const fs::path& path) {
  return {config, {.operation = "reading the model's configuration", .where = path.string()}};
}

void refuse_weights(const fs::path& path) {
  const bool is_folder = fs::is_directory(path);
  const fs::path foreign = is_folder ? find_foreign(path) : is_foreign(path) ? path : fs::path();
  ErrorParts parts{.operation = "opening a model's weights",
                   .where = path.string(),
                   .found = is_folder          ? "no safetensors file"
                            : fs::exists(path) ? "a file that is not called .safetensors"
                                               : "nothing there",
                   .expected = "model.safetensors, or model.safetensors.index.json and its shards"};
  if (!foreign.empty()) {
    parts.found = fmt::format("weights only as {}", foreign.filename().string());
    parts.hint =
        "a pickle can run code, so it is never read; load it with transformers in Python and call "
        "save_pretrained(folder, safe_serialization=True)";
  }
  throw Error(std::move(parts));
}

}  // namespace attend
