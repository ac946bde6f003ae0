#pragma once

#include <string_view>

namespace attend {

/// The lectures' BLEU of one sentence, in [0, 1]: exp(min(0, 1 - reference length / hypothesis length)) times
/// the product of p_n^(1/2^n) for n up to `max_order`, over the tokens between single spaces (Zhang et al.,
/// "Dive into Deep Learning", section 10.7.6). Orders longer than the hypothesis are left out.
double lecture_bleu(std::string_view hypothesis, std::string_view reference, int max_order = 2);

}  // namespace attend
