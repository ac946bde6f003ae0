#pragma once

#include <memory>

#include <torch/nn/module.h>
#include <torch/types.h>

#include "attend/nn/context.h"
#include "attend/ops/loss_sum.h"

namespace attend {

/// The encoder's output for a batch. Notation everywhere: B sentences, S source positions, T target
/// positions, D model size, H heads, V target vocabulary, N hypotheses.
struct Memory {
  torch::Tensor states;   ///< [B, S, D]
  torch::Tensor lengths;  ///< [B] int64, source lengths with the end symbol
};

/// Where a batch of partial translations stands. A value outside the model, so that several threads can share
/// one model; each model derives its own.
class DecoderState {
 public:
  virtual ~DecoderState() = default;
  /// Number of hypotheses N.
  virtual int64_t size() const = 0;
  /// Tokens fed so far; the next one is at this position.
  virtual int64_t position() const = 0;
  /// Keeps `rows` ([M] int64, repeats allowed): reorders beams, drops finished sentences.
  virtual void select(const torch::Tensor& rows) = 0;
};

/// The sizes of a padded batch of sentence pairs.
struct PairShape {
  int64_t sentences = 0;
  int64_t source_length = 0;
  int64_t target_length = 0;
};

/// How the loss of targets is taken.
struct TargetLossOptions {
  double label_smoothing = 0.0;  ///< PyTorch's cross_entropy over the classes that can be generated
  int64_t count =
      -1;  ///< targets that count, where the caller knows; -1: looked at, which waits for the device
};

/// An encoder-decoder as training and search see it.
class Seq2Seq : public torch::nn::Module {
 public:
  /// source [B, S] int64, lengths [B] -> Memory.
  virtual Memory encode(const torch::Tensor& source, const torch::Tensor& lengths, Context& context) = 0;
  /// The decoder's hidden states for known targets: inputs [B, T] int64 (start symbol first) -> [B, T, D].
  virtual torch::Tensor decode(const Memory& memory, const torch::Tensor& inputs, Context& context) = 0;
  /// hidden [..., D] -> logits [..., V]; symbols that may never be generated have -inf.
  virtual torch::Tensor project(const torch::Tensor& hidden) = 0;
  /// The loss over `hidden` [M, D] and `targets` [M] without making all logits at once.
  virtual LossSum loss(const torch::Tensor& hidden, const torch::Tensor& targets,
                       const TargetLossOptions& options) = 0;

  /// A state for one hypothesis a sentence.
  virtual std::unique_ptr<DecoderState> start(const Memory& memory) = 0;
  /// Feeds one token to each hypothesis: tokens [N] int64 -> hidden [N, D]. Equal to the last position of
  /// `decode` over all tokens fed so far.
  virtual torch::Tensor step(const torch::Tensor& tokens, DecoderState& state) = 0;

  virtual int64_t start_id() const = 0;
  virtual int64_t end_id() const = 0;
  virtual int64_t target_vocab_size() const = 0;
  /// Longest source and target the positions allow.
  virtual int64_t max_length() const = 0;
  /// About how many numbers a training step over such a batch holds beside parameters and their gradients
  /// (nn/activation_count.h).
  virtual double activations(const PairShape& batch) const = 0;
};

}  // namespace attend
