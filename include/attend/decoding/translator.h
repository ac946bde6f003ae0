#pragma once

#include <span>
#include <string>
#include <vector>

#include "attend/decoding/hypothesis.h"
#include "attend/decoding/options.h"
#include "attend/decoding/request.h"
#include "attend/models/attention_maps.h"
#include "attend/models/translation_model.h"
#include "attend/nn/evaluation_mode.h"

namespace attend {

/// A sentence to translate, and what is asked of its translation.
struct TranslationRequest {
  std::string source = {};
  std::string prefix = {};                 ///< the translation begins so
  std::vector<std::string> must = {};      ///< each appears in it
  std::vector<std::string> must_not = {};  ///< none appears in it
};

/// One sentence, translated.
struct Translation {
  std::string text;                    ///< of the best hypothesis
  std::vector<Hypothesis> hypotheses;  ///< best first; empty for a sentence without tokens
  std::vector<std::string> texts;      ///< of each hypothesis
  std::vector<int64_t> source_ids;     ///< as the model read them, with the end symbol
  bool truncated = false;              ///< the source had more tokens than the model has positions
  bool lacks_phrase = false;           ///< a phrase that had to appear did not fit into the best hypothesis
};

/// Throws UsageError where `device` cannot multiply in the precision of `options`.
void check_device(const DecodingOptions& options, torch::Device device);

/// Lines to translations: encodes, sorts by length, batches, searches, decodes. On the CPU the result for a
/// line does not depend on the other lines, whatever weights are rounded to: the encoder sees sentences of
/// equal length together, and every step of decoding computes each hypothesis alone. There, where there are
/// as many batches as threads, each thread translates batches of its own.
class Translator {
 public:
  /// Several models translate together, by the mean of their probabilities; they must share the target
  /// vocabulary. The models must be on `device`, outlive the translator and stay as they are meanwhile.
  /// Throws Error where their vocabularies differ.
  Translator(std::vector<const TranslationModel*> models, const DecodingOptions& options,
             torch::Device device);
  Translator(const TranslationModel& model, const DecodingOptions& options, torch::Device device);

  /// One translation a request, in their order. A source without tokens gives an empty text. `first_number`
  /// is the number of the first: sampling draws by it.
  std::vector<Translation> translate(std::span<const TranslationRequest> requests,
                                     uint64_t first_number = 0) const;
  std::vector<Translation> translate(std::span<const std::string> lines, uint64_t first_number = 0) const;

  /// The symbols of a source as the model read it and of a hypothesis, for people.
  std::vector<std::string> source_pieces(const Translation& translation) const;
  std::vector<std::string> target_pieces(const Hypothesis& hypothesis) const;
  /// The rows of `attention`: the hypothesis, and the end symbol where it came to one.
  std::vector<std::string> written_pieces(const Hypothesis& hypothesis) const;
  /// What the decoder was given at each of them: the start symbol, and then the token before.
  std::vector<std::string> input_pieces(const Hypothesis& hypothesis) const;

  /// What the first model looks at as it writes `hypothesis`, a non-empty one of `translation`.
  AttentionMaps attention(const Translation& translation, const Hypothesis& hypothesis) const;

 private:
  // A sentence on its way.
  struct Sentence {
    std::vector<int64_t> ids;  // of the source, with the end symbol
    DecodingRequest request;
    bool truncated = false;
  };
  using Batch = std::span<const Sentence* const>;

  int64_t longest_for_all() const;
  Sentence encode(const TranslationRequest& request, uint64_t number) const;
  std::vector<int64_t> written_ids(const Hypothesis& hypothesis) const;
  Phrase target_ids(const std::string& text) const;
  Memory encode(Seq2Seq& network, Batch batch) const;
  torch::Tensor batch_of(Batch equally_long) const;
  std::vector<std::vector<Hypothesis>> search(Batch batch) const;
  void write(std::vector<Hypothesis> found, const Sentence& sentence, Translation& translation) const;

  const Tokenizer& source_tokenizer() const { return *models_.front()->tokenizers->source(); }
  const Tokenizer& target_tokenizer() const { return *models_.front()->tokenizers->target(); }

  std::vector<const TranslationModel*> models_;
  std::vector<std::shared_ptr<const nn::EvaluationMode>> evaluation_;
  DecodingOptions options_;
  torch::Device device_;
};

}  // namespace attend
