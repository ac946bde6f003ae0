#include "attend/tasks/metric_names.h"

#include <algorithm>

#include "attend/core/strings.h"

namespace attend {

void check_metric_names(const ValidationOptions& options, const std::vector<std::string>& known,
                        Problems& problems) {
  for (const auto& name : options.metrics) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const auto meant = nearest(name, known);
    problems.add("validation.metrics", "\"" + name + "\"", "of " + join(known, ", "),
                 meant ? "did you mean \"" + *meant + "\"?" : "");
  }
}

void check_without_validation(const ValidationOptions& options, Problems& problems) {
  const std::string without = ", without data.validation";
  for (const auto& name : options.metrics) {
    problems.add("validation.metrics", name + without, "validation data",
                 "without scores: --set validation.metrics=[]");
  }
  if (options.best != "loss") problems.add("validation.best", options.best + without, "validation data");
  if (options.patience > 0)
    problems.add("validation.patience", std::to_string(options.patience) + without, "validation data");
}

}  // namespace attend
