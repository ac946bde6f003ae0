#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <torch/types.h>

#include "attend/tasks/config.h"

namespace attend {

/// One promise, tried out.
struct Promise {
  std::string text;
  std::string found = {};
  bool kept = false;
};

/// Takes a promise that was just tried out.
using TellPromise = std::function<void(const Promise&)>;

/// Tries out what attend promises on a model and its own data:
///   - a run that was stopped and resumed has the same bits as one that was not,
///   - micro-batches that are added up give the gradient of one batch,
///   - a saved model that is opened again gives the same logits,
///   - a translation does not change with its neighbours.
/// Of pre-training and of tasks that BERT is fine-tuned on, the first one and that a saved model is the same
/// when it is opened.
/// `model` is the model folder and `config` names its data. A few updates are made in folders under
/// `scratch`.
void verify(const TaskConfig& config, const std::filesystem::path& model,
            const std::filesystem::path& scratch, torch::Device device, const TellPromise& tell);

}  // namespace attend
