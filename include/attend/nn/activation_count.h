#pragma once

#include "attend/nn/recurrent.h"
#include "attend/nn/transformer_stack.h"

namespace attend::nn {

/// A padded batch of sequences.
struct SequenceShape {
  int64_t rows = 0;
  int64_t length = 0;  ///< of the longest, which is that of all

  double tokens() const { return static_cast<double>(rows) * static_cast<double>(length); }
};

/// How many numbers a training step holds at most for the blocks of a stack, beside parameters and gradients:
/// what the forward pass keeps for the backward pass, and what the block at work has of its own. By formula,
/// after Korthikanti et al. 2022 ("Reducing Activation Recomputation in Large Transformer Models", section
/// 4.1), for what is kept here: dropout keeps nothing but a key, a block's norm and sum are one. Doubles,
/// because a wrong configuration may count more than an int64 holds.
double encoder_activations(const TransformerStackOptions& options, const SequenceShape& source);
double decoder_activations(const TransformerStackOptions& options, const SequenceShape& target,
                           int64_t source_length);
/// The same of recurrent layers.
double gru_activations(const GruOptions& options, const SequenceShape& sequence);

}  // namespace attend::nn
