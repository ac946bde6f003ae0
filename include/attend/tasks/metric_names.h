#pragma once

#include <string>
#include <vector>

#include "attend/config/problems.h"
#include "attend/training/options.h"

namespace attend {

/// Adds a problem, with the nearest name, for each metric of a validation that is not among `known`.
void check_metric_names(const ValidationOptions& options, const std::vector<std::string>& known,
                        Problems& problems);

/// That nothing is asked of scores where there is no validation data.
void check_without_validation(const ValidationOptions& options, Problems& problems);

}  // namespace attend
