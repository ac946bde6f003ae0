#include "attend/core/names.h"

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {

void refuse_name(std::string_view name, const std::vector<std::string>& names, const std::string& operation) {
  const auto likely = nearest(name, names);
  throw UsageError({.operation = operation,
                    .found = '"' + std::string(name) + '"',
                    .expected = "one of " + join(names, ", "),
                    .hint = likely ? "did you mean \"" + *likely + "\"?" : ""});
}

}  // namespace attend
