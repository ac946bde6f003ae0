#include "attend/tasks/tag_predictor.h"

#include <utility>

#include "attend/core/code_points.h"
#include "attend/core/strings.h"
#include "attend/data/word_sequences.h"
#include "attend/metrics/entities.h"
#include "attend/tasks/bert_rows.h"

namespace attend {
namespace {

// A text with its words, and what the model says of each.
struct TaggedText {
  std::string text;
  std::vector<WordPieces> words;
  std::vector<WordSequence> sequences;
  std::vector<std::string> tags = {};
  std::vector<double> scores = {};  // the tags' probabilities
  std::vector<size_t> places = {};  // the byte where each code point begins, and where the last one ends
};

TaggedText prepare_text(const BertModel& model, const PredictionInput& input, int64_t max_length) {
  TaggedText tagged;
  if (input.words) {
    tagged.text = join(*input.words, " ");
    tagged.words = encode_words(*model.tokenizer, *input.words);
  } else {
    tagged.text = input.texts.front();
    tagged.words = find_words(*model.tokenizer, tagged.text);
  }
  tagged.places = code_point_places(tagged.text);
  tagged.sequences = cut_words(tagged.words, model.tokenizer->special(), max_length);
  return tagged;
}

// Words [first, last) and the mean of their scores.
Json stretch(const TaggedText& tagged, size_t first, size_t last) {
  const int64_t begin = tagged.words[first].begin, end = tagged.words[last - 1].end;
  double score = 0;
  for (size_t word = first; word < last; ++word) score += tagged.scores[word];
  const auto first_byte = tagged.places[static_cast<size_t>(begin)],
             last_byte = tagged.places[static_cast<size_t>(end)];
  return {{"text", tagged.text.substr(first_byte, last_byte - first_byte)},
          {"begin", begin},
          {"end", end},
          {"score", score / static_cast<double>(last - first)}};
}

Json to_json(const TaggedText& tagged, bool has_entities) {
  Json entities = Json::array(), words = Json::array();
  const auto found = has_entities ? find_entities(tagged.tags) : std::vector<Entity>();
  for (const auto& [first, last, type] : found) {
    entities.push_back(stretch(tagged, first, last));
    entities.back()["type"] = type;
  }
  for (size_t word = 0; word < tagged.tags.size(); ++word) {
    words.push_back(stretch(tagged, word, word + 1));
    words.back()["tag"] = tagged.tags[word];
  }
  return {{"entities", std::move(entities)}, {"words", std::move(words)}};
}

}  // namespace

TagPredictor::TagPredictor(const BertModel& model, int64_t max_length, torch::Device device)
    : model_(model),
      evaluation_(nn::EvaluationMode::of(model.network)),
      max_length_(max_length),
      device_(device) {}

std::vector<Json> TagPredictor::predict(const std::vector<PredictionInput>& inputs) const {
  const c10::InferenceMode inference;
  std::vector<TaggedText> texts;
  for (const auto& input : inputs) texts.push_back(prepare_text(model_, input, max_length_));
  std::vector<BertRow> rows;
  std::vector<const WordSequence*> sequences;
  for (const auto& text : texts) {
    for (const auto& sequence : text.sequences) {
      rows.push_back({sequence.ids, static_cast<int32_t>(sequence.ids.size())});
      sequences.push_back(&sequence);
    }
  }
  // What is said of the words of each sequence: [words] of the best label's id and probability.
  std::vector<std::pair<torch::Tensor, torch::Tensor>> said(rows.size());
  auto& network = dynamic_cast<BertClassifier&>(*model_.network);
  each_equal_batch(rows, device_, [&](const BertInput& input, std::span<const uint32_t> numbers) {
    auto context = Context::inference();
    const auto logits = network.forward(input, context).to(torch::kCPU, torch::kDouble);
    const auto [shares, ids] = logits.softmax(2).max(2);
    for (size_t i = 0; i < numbers.size(); ++i) {
      const auto row = static_cast<int64_t>(i);
      const auto places = torch::tensor(sequences[numbers[i]]->places, torch::kInt);
      said[numbers[i]] = {ids[row].index_select(0, places), shares[row].index_select(0, places)};
    }
  });
  const bool has_entities = are_entity_tags(network.head().labels);
  size_t number = 0;
  std::vector<Json> predictions;
  for (auto& text : texts) {
    for (size_t i = 0; i < text.sequences.size(); ++i, ++number) {
      const auto& [ids, shares] = said[number];
      for (int64_t word = 0; word < ids.size(0); ++word) {
        text.tags.push_back(network.head().labels[static_cast<size_t>(ids[word].item<int64_t>())]);
        text.scores.push_back(shares[word].item<double>());
      }
    }
    predictions.push_back(to_json(text, has_entities));
  }
  return predictions;
}

}  // namespace attend
