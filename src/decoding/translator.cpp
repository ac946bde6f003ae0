#include "attend/decoding/translator.h"

#include <algorithm>
#include <atomic>

#include "constraints.h"
#include <ATen/Parallel.h>
#include <ATen/record_function.h>

#include "attend/core/error.h"
#include "attend/decoding/scorer.h"
#include "attend/decoding/search.h"

namespace attend {
namespace {

void check_same_vocabulary(const std::vector<const TranslationModel*>& models) {
  for (size_t i = 1; i < models.size(); ++i) {
    if (models[i]->tokenizers->fingerprint() == models[0]->tokenizers->fingerprint()) continue;
    throw Error({.operation = "translating with several models",
                 .where = "model " + std::to_string(i + 1),
                 .found = "other tokenizers than the first model's",
                 .expected = "models with the same tokenizers"});
  }
}

std::vector<std::string> pieces_of(const Tokenizer& tokenizer, const std::vector<int64_t>& ids) {
  std::vector<std::string> pieces;
  for (const auto id : ids) pieces.push_back(tokenizer.piece(id));
  return pieces;
}

// What of a text can become the first `tokens` tokens, cut between characters: a tokenizer takes hundreds of
// bytes of memory for each byte of a long line, most of which no model could read.
std::string_view beginning(std::string_view text, size_t tokens) {
  constexpr size_t most_bytes_a_token = 256, at_least = size_t{1} << 14;
  size_t size = std::max(at_least, most_bytes_a_token * tokens);
  if (text.size() <= size) return text;
  const auto continues = [&] { return (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80; };
  while (size > 0 && continues()) --size;
  return text.substr(0, size);
}

// Calls f(i) for i from 0 to count - 1. On the CPU each thread takes one batch after another: the products of
// a batch are too small to share well, and what a batch gives does not depend on the others.
template <class F>
void for_each_batch(size_t count, torch::Device device, const F& f) {
  const auto threads = device.is_cpu() ? static_cast<size_t>(at::get_num_threads()) : 1;
  if (count < threads || threads == 1) {  // a batch is shared by all threads instead
    for (size_t i = 0; i < count; ++i) f(i);
    return;
  }
  std::atomic<size_t> next = 0;
  at::parallel_for(0, static_cast<int64_t>(threads), 1, [&](int64_t, int64_t) {
    const c10::InferenceMode inference;  // each thread has its own
    for (size_t i = next++; i < count; i = next++) f(i);
  });
}

}  // namespace

void check_device(const DecodingOptions& options, torch::Device device) {
  if (options.precision != ops::WeightPrecision::int8 || device.is_cpu()) return;
  throw UsageError({.operation = "preparing to translate",
                    .where = "precision",
                    .found = "int8 on " + device.str(),
                    .expected = "fp32 or bf16 there; int8 is for the CPU"});
}

Translator::Translator(std::vector<const TranslationModel*> models, const DecodingOptions& options,
                       torch::Device device)
    : models_(std::move(models)), options_(options), device_(device) {
  check_device(options, device);
  check_same_vocabulary(models_);
  for (const auto* model : models_)
    evaluation_.push_back(nn::EvaluationMode::of(model->network, options.precision));
}

Translator::Translator(const TranslationModel& model, const DecodingOptions& options, torch::Device device)
    : Translator(std::vector{&model}, options, device) {}

int64_t Translator::longest_for_all() const {
  int64_t positions = models_.front()->network->max_length();
  for (const auto* model : models_) positions = std::min(positions, model->network->max_length());
  return positions;
}

Phrase Translator::target_ids(const std::string& text) const { return target_tokenizer().encode(text); }

Translator::Sentence Translator::encode(const TranslationRequest& request, uint64_t number) const {
  RECORD_USER_SCOPE("tokenizer");
  Sentence sentence;
  const auto positions = longest_for_all();
  const auto room = static_cast<size_t>(positions - 1);
  const auto text = beginning(request.source, room);
  sentence.ids = source_tokenizer().encode(text);
  sentence.truncated = sentence.ids.size() > room || text.size() < request.source.size();
  if (sentence.ids.size() > room) sentence.ids.resize(room);
  sentence.ids.push_back(source_tokenizer().special().eos);

  auto& asked = sentence.request;
  asked.number = number;
  asked.prefix = target_ids(request.prefix);
  for (const auto& phrase : request.must) asked.must.push_back(target_ids(phrase));
  for (const auto& phrase : request.must_not) asked.must_not.push_back(target_ids(phrase));
  std::erase_if(asked.must, [](const auto& phrase) { return phrase.empty(); });
  std::erase_if(asked.must_not, [](const auto& phrase) { return phrase.empty(); });
  // The source says nothing of these phrases' length.
  int64_t phrases = 0;
  for (const auto& phrase : asked.must) phrases += static_cast<int64_t>(phrase.size());
  asked.limit = std::min(
      positions, length_limit(options_, static_cast<int64_t>(sentence.ids.size()), positions) + phrases);
  return sentence;
}

torch::Tensor Translator::batch_of(Batch equally_long) const {
  const auto length = static_cast<int64_t>(equally_long.front()->ids.size());
  auto batch = torch::empty({static_cast<int64_t>(equally_long.size()), length}, torch::kLong);
  auto* to = batch.data_ptr<int64_t>();
  for (const auto* sentence : equally_long) to = std::copy(sentence->ids.begin(), sentence->ids.end(), to);
  return batch.to(device_);
}

// The encoder's output for sentences sorted by length, longest first. Equally long ones go through it
// together: padding would change the last bits.
Memory Translator::encode(Seq2Seq& network, Batch batch) const {
  RECORD_USER_SCOPE("encoder");
  auto context = Context::inference();
  const auto longest = static_cast<int64_t>(batch.front()->ids.size());
  std::vector<torch::Tensor> states, lengths;
  for (size_t begin = 0, end = 0; begin < batch.size(); begin = end) {
    while (end < batch.size() && batch[end]->ids.size() == batch[begin]->ids.size()) ++end;
    const auto source = batch_of(batch.subspan(begin, end - begin));
    lengths.push_back(torch::full({source.size(0)}, source.size(1), source.options()));
    const auto memory = network.encode(source, lengths.back(), context);
    states.push_back(torch::constant_pad_nd(memory.states, {0, 0, 0, longest - source.size(1)}));
  }
  return {torch::cat(states), torch::cat(lengths)};
}

std::vector<std::vector<Hypothesis>> Translator::search(Batch batch) const {
  std::vector<std::unique_ptr<Scorer>> scorers;
  for (const auto* model : models_)
    scorers.push_back(make_scorer(*model->network, encode(*model->network, batch)));
  const auto scorer = scorers.size() == 1 ? std::move(scorers.front()) : make_ensemble(std::move(scorers));
  std::vector<DecodingRequest> requests;
  for (const auto* sentence : batch) requests.push_back(sentence->request);
  const auto& network = *models_.front()->network;
  auto search = make_search(std::move(requests), {network.start_id(), network.end_id()}, options_);
  while (!search->done()) {
    auto logits = scorer->step(search->rows(), search->tokens());
    RECORD_USER_SCOPE("search");
    search->advance(std::move(logits));
  }
  return std::move(*search).result();
}

void Translator::write(std::vector<Hypothesis> found, const Sentence& sentence,
                       Translation& translation) const {
  RECORD_USER_SCOPE("tokenizer");
  translation.hypotheses = std::move(found);
  for (const auto& hypothesis : translation.hypotheses)
    translation.texts.push_back(target_tokenizer().decode(hypothesis.ids));
  translation.text = translation.texts.front();
  translation.lacks_phrase = !all_met(sentence.request.must, translation.hypotheses.front().ids);
}

std::vector<Translation> Translator::translate(std::span<const TranslationRequest> requests,
                                               uint64_t first_number) const {
  c10::InferenceMode inference;
  std::vector<Sentence> sentences;
  std::vector<Translation> translations(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    sentences.push_back(encode(requests[i], first_number + i));
    translations[i].source_ids = sentences[i].ids;
    translations[i].truncated = sentences[i].truncated;
  }
  std::vector<const Sentence*> order;
  for (const auto& sentence : sentences)
    if (sentence.ids.size() > 1) order.push_back(&sentence);
  // The longest first: a model that does not fit the memory fails at once.
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->ids.size() > b->ids.size(); });

  const auto batch_size = static_cast<size_t>(options_.batch_size);
  for_each_batch((order.size() + batch_size - 1) / batch_size, device_, [&](size_t number) {
    const auto begin = number * batch_size;
    const Batch batch(order.data() + begin, std::min(batch_size, order.size() - begin));
    auto found = search(batch);
    for (size_t i = 0; i < batch.size(); ++i)
      write(std::move(found[i]), *batch[i], translations[static_cast<size_t>(batch[i] - sentences.data())]);
  });
  return translations;
}

std::vector<Translation> Translator::translate(std::span<const std::string> lines,
                                               uint64_t first_number) const {
  std::vector<TranslationRequest> requests;
  for (const auto& line : lines) requests.push_back({.source = line});
  return translate(requests, first_number);
}

std::vector<std::string> Translator::source_pieces(const Translation& translation) const {
  return pieces_of(source_tokenizer(), translation.source_ids);
}

std::vector<std::string> Translator::target_pieces(const Hypothesis& hypothesis) const {
  return pieces_of(target_tokenizer(), hypothesis.ids);
}

std::vector<int64_t> Translator::written_ids(const Hypothesis& hypothesis) const {
  auto ids = hypothesis.ids;
  if (hypothesis.finished) ids.push_back(models_.front()->network->end_id());
  return ids;
}

std::vector<std::string> Translator::written_pieces(const Hypothesis& hypothesis) const {
  return pieces_of(target_tokenizer(), written_ids(hypothesis));
}

std::vector<std::string> Translator::input_pieces(const Hypothesis& hypothesis) const {
  auto ids = written_ids(hypothesis);
  ids.insert(ids.begin(), models_.front()->network->start_id());
  ids.pop_back();
  return pieces_of(target_tokenizer(), ids);
}

AttentionMaps Translator::attention(const Translation& translation, const Hypothesis& hypothesis) const {
  c10::InferenceMode inference;
  return attention_maps(*models_.front()->network, translation.source_ids, written_ids(hypothesis));
}

}  // namespace attend
