#pragma once

#include <cstdint>

#include "attend/nn/recurrent.h"
#include "attend/nn/transformer_stack.h"

namespace attend::nn {

/// A padded batch of sequences.
struct SequenceShape {
  int64_t rows = 0;
  int64_t length = 0;  ///< of each, with padding

  double tokens() const { return static_cast<double>(rows) * static_cast<double>(length); }
};

/// About how many numbers a training step holds for the blocks of a stack, beside parameters and their
/// gradients: what the forward pass keeps for the backward pass, and the gradients inside the block at work.
/// By formula, after Korthikanti et al. 2022 ("Reducing Activation Recomputation in Large Transformer
/// Models", section 4.1), for what is kept here: dropout keeps nothing but a key, a block's norm and sum are
/// one. Models add the projection's weight gradient, twice: as the loss made it, and times the loss's own
/// gradient. Doubles, because a wrong configuration may count more than an int64 holds.
double encoder_activations(const TransformerStackOptions& options, const SequenceShape& source);
/// The same with attention over `source_length` states a row.
double decoder_activations(const TransformerStackOptions& options, const SequenceShape& target,
                           int64_t source_length);
/// The same of recurrent layers, which keep the gates and the state of every step.
double gru_activations(const GruOptions& options, const SequenceShape& sequence);

}  // namespace attend::nn
