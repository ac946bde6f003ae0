#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include <torch/nn/module.h>

#include "attend/nn/context.h"
#include "attend/ops/loss_sum.h"

namespace attend {

/// One batch as a task collated it; each task defines its own tensors. Counts are without padding.
struct Batch {
  virtual ~Batch() = default;
  int64_t examples = 0;
  int64_t source_tokens = 0;
  int64_t target_tokens = 0;
};

/// The batches of one epoch, in order, prepared ahead on another thread.
class BatchStream {
 public:
  virtual ~BatchStream() = default;
  /// The next batch on the task's device; null after the last.
  virtual std::unique_ptr<Batch> next() = 0;
};

/// Metric values by name: "loss" (per token), "perplexity", "bleu", "accuracy", ...
using Scores = std::map<std::string, double>;

/// What the trainer needs to know of the work: data to batches, batch to loss, model to scores.
class Task {
 public:
  virtual ~Task() = default;

  virtual torch::nn::Module& model() = 0;
  /// The share of the learning rate that a parameter of `model()` gets.
  virtual double learning_rate_share(const std::string& /*parameter*/) const { return 1; }

  /// Number of batches of `epoch`; a pure function of seed and epoch.
  virtual int64_t batch_count(uint64_t seed, int64_t epoch) = 0;
  /// The number of the batch of `epoch` that takes the most memory.
  virtual int64_t largest_batch(uint64_t seed, int64_t epoch) = 0;
  /// The batches of `epoch` from number `first` on, without work for those before it.
  virtual std::unique_ptr<BatchStream> batches(uint64_t seed, int64_t epoch, int64_t first) = 0;

  /// Sum of the losses of a batch and what they are to be divided by. Differentiable.
  virtual LossSum loss(const Batch& batch, Context& context) = 0;

  /// About how many numbers a step over `batch` holds beside parameters and their gradients, by formula
  /// (nn/activation_count.h).
  virtual double activations(const Batch& batch) const = 0;

  /// Scores the model as it is on the validation data. Inference only.
  virtual Scores evaluate() = 0;
  /// Whether a larger value of `metric` is better. Throws UsageError for a metric the task does not have.
  virtual bool larger_is_better(const std::string& metric) const = 0;

  /// A hash of the training data and how it is read; a resumed run must have the same.
  virtual uint64_t data_fingerprint() const = 0;
  /// Writes the model as it is into `folder`, in the ecosystem's format (docs/model-folders.md).
  virtual void save(const std::filesystem::path& folder) const = 0;
};

}  // namespace attend
