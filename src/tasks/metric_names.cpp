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

}  // namespace attend
