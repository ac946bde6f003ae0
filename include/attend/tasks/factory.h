#pragma once

#include <filesystem>
#include <memory>

#include "attend/tasks/config.h"
#include "attend/training/task.h"
#include "attend/training/trainer.h"

namespace attend {

/// The work that a configuration describes, with its data loaded and its model made. `resumed` is the
/// checkpoint whose tokenizers are taken; where it is empty they are learnt from the data. Weights are
/// initial ones in both cases: the trainer restores them.
std::unique_ptr<Task> make_task(const TaskConfig& config, const std::filesystem::path& resumed,
                                torch::Device device);

/// The sections that every task has.
TrainerOptions trainer_options(const TaskConfig& config);

/// The configuration of the run with `seed` among those that `config` asks for (training.seeds).
TaskConfig for_one_seed(TaskConfig config, int64_t seed);

}  // namespace attend
