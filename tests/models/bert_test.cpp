#include "attend/models/bert.h"

#include "parameter_count.h"
#include "small_bert.h"
#include "support/expect_error.h"
#include <torch/csrc/autograd/autograd.h>
#include <torch/nn/functional.h>

#include "attend/models/bert_heads.h"
#include "attend/nn/attention_record.h"

namespace attend {
namespace {

std::shared_ptr<BertNetwork> network(const BertOptions& options, const BertHead& head) {
  auto made = make_bert_network(options, {12, 0}, head);
  made->initialise(1);
  return made;
}

TEST(Bert, TheLecturesProfileHasTheirNumberOfParameters) {
  BertOptions options;
  options.hidden_size = 128;
  options.num_hidden_layers = 2;
  options.num_attention_heads = 2;
  options.intermediate_size = 256;
  options.hidden_act = ops::Activation::relu;
  options.max_position_embeddings = 1000;
  options.tie_word_embeddings = false;
  options.embedding_norm = false;
  const BertForPreTraining lectures(options, {20256, 1}, {.task = BertTask::pretraining});
  EXPECT_EQ(test::parameter_count(lectures), 5'632'546);
}

TEST(Bert, PaddingChangesNothing) {
  const auto made = network(test::small_bert(), {});
  auto context = Context::inference();
  const auto input = test::small_input();
  const auto together = made->bert().forward(input, context);
  const BertInput alone{
      input.ids.narrow(0, 1, 1).narrow(1, 0, 3), input.segments.narrow(0, 1, 1).narrow(1, 0, 3), {}};
  const auto apart = made->bert().forward(alone, context);
  EXPECT_LT((together[1].narrow(0, 0, 3) - apart[0]).abs().max().item<float>(), 1e-5);
}

TEST(Bert, SegmentsAndPositionsAreSeen) {
  const auto made = network(test::small_bert(), {});
  auto context = Context::inference();
  auto input = test::small_input();
  const auto first = made->bert().pool(made->bert().first_token(input, context));
  input.segments.fill_(1);
  EXPECT_FALSE(first.allclose(made->bert().pool(made->bert().first_token(input, context))));
}

// The gradient of the sum of the first token's state, by `state`.
std::vector<torch::Tensor> gradients(BertNetwork& network, const torch::Tensor& state) {
  const auto weights = torch::arange(static_cast<double>(state.size(1)), torch::kFloat);
  return torch::autograd::grad({(state * weights).sum()}, network.parameters(), {}, {}, false,
                               /*allow_unused=*/true);
}

TEST(Bert, TheFirstTokenAloneIsTheFirstOfAll) {
  const auto made = network(test::small_bert(), {});
  auto context = Context::inference();
  const auto input = test::small_input();
  const auto all = made->bert().forward(input, context).select(1, 0);
  const auto alone = made->bert().first_token(input, context);
  EXPECT_LT((all - alone).abs().max().item<float>(), 1e-6);
  const auto wanted = gradients(*made, all), found = gradients(*made, alone);
  ASSERT_EQ(found.size(), wanted.size());
  for (size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i].defined(), wanted[i].defined()) << i;
    if (!found[i].defined()) continue;
    EXPECT_LT((found[i] - wanted[i]).abs().max().item<float>(), 1e-5) << i;
  }
}

TEST(Bert, GivesTheStatesOfEveryBlockAndTheWeightsOfAttention) {
  const auto made = network(test::small_bert(), {});
  AttentionRecord record;
  auto context = Context::inference();
  context.attention = &record;
  const auto states = made->bert().hidden_states(test::small_input(), context);
  ASSERT_EQ(states.size(), 3u);
  auto again = Context::inference();
  EXPECT_TRUE(states.back().equal(made->bert().forward(test::small_input(), again)));
  ASSERT_EQ(record.self.size(), 2u);
  EXPECT_EQ(record.self[0].sizes(), (std::vector<int64_t>{2, 4, 5, 5}));
  EXPECT_EQ(record.self[1][1].narrow(-1, 3, 2).abs().sum().item<float>(), 0);  // padding is not looked at
}

TEST(Bert, RefusesWhatIsLongerThanItsPositions) {
  const auto made = network(test::small_bert(), {});
  auto context = Context::inference();
  const auto ids = torch::full({1, 21}, 5, torch::kLong);
  const auto error = test::error_of([&] {
    made->bert().forward({ids, torch::zeros_like(ids), {}}, context);
  });
  EXPECT_THAT(error, testing::HasSubstr("max_position_embeddings"));
}

TEST(Bert, HeadsThatLookAtTokensHaveNoPooler) {
  const auto tags =
      network(test::small_bert(), {.task = BertTask::token_classification, .labels = {"O", "B"}});
  EXPECT_THAT(test::error_of([&] {
                tags->bert().pool(torch::zeros({1, 16}));
              }),
              testing::HasSubstr("without a pooler"));
}

TEST(BertHeads, GiveALogitALabel) {
  auto context = Context::inference();
  const auto shape_of = [&](const BertHead& head) {
    const auto made = network(test::small_bert(), head);
    return dynamic_cast<BertClassifier&>(*made).forward(test::small_input(), context).sizes().vec();
  };
  using Shape = std::vector<int64_t>;
  EXPECT_EQ(shape_of(test::two_labels()), (Shape{2, 2}));
  EXPECT_EQ(shape_of({.task = BertTask::token_classification, .labels = {"O", "B", "I"}}), (Shape{2, 5, 3}));
  EXPECT_EQ(shape_of({.task = BertTask::question_answering}), (Shape{2, 5, 2}));
  EXPECT_THAT(test::error_of([] { network(test::small_bert(), {.task = BertTask::token_classification}); }),
              testing::HasSubstr("no label"));
}

TEST(BertHeads, ClassifierDropoutIsOfTrainingOnly) {
  auto options = test::small_bert();
  options.hidden_dropout_prob = 0;
  options.classifier_dropout = 0.5;
  const auto made = network(options, test::two_labels());
  auto& classifier = dynamic_cast<BertClassifier&>(*made);
  auto context = Context::inference();
  const auto plain = classifier.forward(test::small_input(), context);
  EXPECT_TRUE(plain.equal(classifier.forward(test::small_input(), context)));
  Context training{true, Stream(1, RandomPurpose::dropout)};
  EXPECT_FALSE(plain.allclose(classifier.forward(test::small_input(), training)));
}

TEST(BertHeads, TheLossOfTokensIsThatOfTheirLogits) {
  for (const bool tied : {true, false}) {
    auto options = test::small_bert();
    options.tie_word_embeddings = tied;
    const auto made = network(options, {.task = BertTask::masked_lm});
    const auto& lm = dynamic_cast<BertForMaskedLm&>(*made);
    auto context = Context::inference();
    const auto hidden = made->bert().forward(test::small_input(), context).flatten(0, 1).narrow(0, 1, 3);
    const auto targets = torch::tensor({6, 7, 0}, torch::kLong);
    const auto loss = lm.token_loss(hidden, targets);
    const auto wanted = torch::nn::functional::cross_entropy(
        lm.token_logits(hidden), targets,
        torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kSum));
    EXPECT_EQ(loss.count, 3);
    EXPECT_NEAR(loss.sum.item<float>(), wanted.item<float>(), 1e-4);
  }
}

TEST(BertHeads, InitialWeightsAreAFunctionOfSeedAndPlace) {
  const auto first = network(test::small_bert(), test::two_labels());
  const auto second = make_bert_network(test::small_bert(), {12, 0}, test::two_labels());
  second->initialise(1, {"classifier.weight"});  // by itself: the same numbers
  EXPECT_TRUE(
      first->named_parameters()["classifier.weight"].equal(second->named_parameters()["classifier.weight"]));
  EXPECT_EQ(second->bert().embedding_table().abs().sum().item<float>(), 0);
  EXPECT_EQ(first->bert().embedding_table()[0].abs().sum().item<float>(), 0);  // the pad symbol's row
  EXPECT_NEAR(first->bert().embedding_table()[5].std().item<float>(), 0.02, 0.012);
}

}  // namespace
}  // namespace attend
