#include "attend/tasks/pretrained_shape.h"

#include "attend/config/load.h"
#include "attend/core/system_error.h"

namespace attend {

namespace fs = std::filesystem;

bool resolve_from(fs::path& from, const fs::path& folder, Problems& problems) {
  if (from.empty()) return false;
  from = problems.resolve("model.from", from, folder);
  std::error_code ignored;
  if (fs::exists(from / "best", ignored)) from /= "best";
  const bool found = fs::is_regular_file(from / "config.json", ignored);
  if (!found)
    problems.add("model.from", describe_path(from / "config.json"), "a model folder, with a config.json",
                 "--set model.from=FOLDER names another; nothing is downloaded");
  return found;
}

void resolve_bert(BertModelSection& model, const fs::path& folder, Problems& problems) {
  if (!resolve_from(model.from, folder, problems)) return;
  const auto asked = model;
  static_cast<BertOptions&>(model) = with_pretrained_shape(model.from, model);
  const auto schema = bert_model_schema();
  if (problems.empty()) check_shape(write(schema, asked), write(schema, model), problems);
}

void check_shape(const Json& asked, const Json& stored, Problems& problems) {
  const Problems::Scope scope(problems, "model");
  for (const auto& [key, value] : stored.items()) {
    if (asked[key] == value || !problems.is_given(key)) continue;
    problems.add(key, asked[key].dump(), value.dump() + ", as in the folder that model.from names",
                 "leave the key out");
  }
}

}  // namespace attend
