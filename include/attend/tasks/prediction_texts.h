#pragma once

#include <cstdint>
#include <vector>

#include "attend/data/text_sequences.h"
#include "attend/tasks/bert_rows.h"
#include "attend/tasks/predictor.h"

namespace attend {

/// Throws Error for an input with fewer than `count` texts.
void require_texts(const std::vector<PredictionInput>& inputs, size_t count);

/// Texts and pairs as a model reads them; some inputs may have a second text and others none. What is longer
/// than `max_length` ids is cut off, with a warning.
std::vector<TextSequence> read_texts(const BertModel& model, const std::vector<PredictionInput>& inputs,
                                     int64_t max_length);

std::vector<BertRow> rows_of(const std::vector<TextSequence>& sequences);

}  // namespace attend
