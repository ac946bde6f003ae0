#pragma once

#include "attend/config/schema.h"
#include "attend/training/options.h"

namespace attend {

/// The sections "training", "validation" and "checkpoints" of a configuration, with what contradicts itself
/// in them.
Schema<TrainingOptions> training_schema();
/// Adds a mistake where `training`, of a loss without smoothing, asks for it; `why` says what has none.
void refuse_smoothing(const TrainingOptions& training, const std::string& why, Problems& problems);
/// `metrics` are those that may be asked for.
Schema<ValidationOptions> validation_schema(const std::vector<std::string>& metrics);
Schema<CheckpointOptions> checkpoint_schema();

}  // namespace attend
