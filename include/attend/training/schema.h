#pragma once

#include "attend/config/schema.h"
#include "attend/training/options.h"

namespace attend {

/// The sections "training", "validation" and "checkpoints" of a configuration, with what contradicts itself
/// in them.
Schema<TrainingOptions> training_schema();
/// `metrics` are those that may be asked for.
Schema<ValidationOptions> validation_schema(const std::vector<std::string>& metrics);
Schema<CheckpointOptions> checkpoint_schema();

}  // namespace attend
