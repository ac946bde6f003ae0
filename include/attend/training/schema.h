#pragma once

#include "attend/config/schema.h"
#include "attend/training/options.h"

namespace attend {

/// The sections "training", "validation" and "checkpoints" of a configuration, with what contradicts itself
/// in them.
Schema<TrainingOptions> training_schema();
Schema<ValidationOptions> validation_schema();
Schema<CheckpointOptions> checkpoint_schema();

}  // namespace attend
