// Shows how a beam of 3 grows while it translates one sentence: the search is a state machine that the
// program drives, and the model is asked once a step.
#include <iomanip>
#include <iostream>

#include "attend/core/error.h"
#include "attend/decoding/scorer.h"
#include "attend/decoding/search.h"
#include "attend/models/translation_model.h"

namespace {

void show(const attend::Search& search, const attend::Tokenizer& tokenizer) {
  std::cout << "--\n";
  for (const auto& hypothesis : search.live())
    std::cout << std::fixed << std::setprecision(3) << std::setw(9) << hypothesis.log_probability << "  "
              << tokenizer.decode(hypothesis.ids) << '\n';
}

void translate(const attend::TranslationModel& model, const std::string& text) {
  const c10::InferenceMode inference;
  auto& network = *model.network;
  const auto& source = *model.tokenizers->source();
  const auto& target = *model.tokenizers->target();

  auto ids = source.encode(text);
  ids.push_back(source.special().eos);
  const auto length = static_cast<int64_t>(ids.size());
  auto context = attend::Context::inference();
  const auto memory = network.encode(torch::tensor(ids).unsqueeze(0), torch::tensor({length}), context);

  const auto scorer = attend::make_scorer(network, memory);
  const auto search =
      attend::make_search({{.limit = 3 * length}}, {network.start_id(), network.end_id()}, {.beam_size = 3});
  while (!search->done()) {
    search->advance(scorer->step(search->rows(), search->tokens()));
    show(*search, target);
  }
  std::cout << target.decode(std::move(*search).result().front().front().ids) << '\n';
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: incremental MODEL_FOLDER SENTENCE\n";
    return 2;
  }
  translate(attend::open_translation_model(argv[1]), argv[2]);
} catch (const attend::Error& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
