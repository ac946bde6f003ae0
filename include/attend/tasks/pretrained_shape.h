#pragma once

#include "attend/config/problems.h"
#include "attend/core/json.h"

namespace attend {

/// The section "model" of a configuration that begins with a folder's weights.
struct ModelShapes {
  Json asked;   ///< as it was written, with defaults
  Json stored;  ///< as the folder has it
  Json usual;   ///< the defaults
};

/// Adds a problem for each key that asks for another shape than the folder's, which comes with the weights:
/// it would be passed over in silence.
void check_shape(const ModelShapes& shapes, Problems& problems);

}  // namespace attend
