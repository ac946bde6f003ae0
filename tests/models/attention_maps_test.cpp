#include "attend/models/attention_maps.h"

#include "small_transformer.h"
#include <gmock/gmock.h>

#include "attend/models/bahdanau_seq2seq.h"
#include "attend/models/gru_seq2seq.h"
#include "attend/nn/attention_record.h"

namespace attend {
namespace {

using testing::ElementsAre;

const std::vector<int64_t> source = {5, 7, 9, 4, 0};
const std::vector<int64_t> target = {3, 8, 0};

std::shared_ptr<Transformer> transformer() {
  auto network = std::make_shared<Transformer>(test::small_transformer(), test::marian_vocabulary(12));
  network->initialise(1);
  return network;
}

RecurrentOptions small_recurrent() {
  return {.embedding_size = 8, .hidden_size = 12, .num_hidden_layers = 2, .dropout = 0, .max_length = 20};
}

void expect_rows_of_one(const torch::Tensor& weights) {
  EXPECT_LT((weights.sum(-1) - 1).abs().max().item<float>(), 1e-5);
  EXPECT_GE(weights.min().item<float>(), 0);
}

TEST(AttentionMaps, HaveALayerAHeadARowAQueryAndSumToOne) {
  const auto maps = attention_maps(*transformer(), source, target);
  EXPECT_EQ(maps.encoder.sizes(), (std::vector<int64_t>{2, 4, 5, 5}));
  EXPECT_EQ(maps.decoder.sizes(), (std::vector<int64_t>{2, 2, 3, 3}));
  EXPECT_EQ(maps.cross.sizes(), (std::vector<int64_t>{2, 2, 3, 5}));
  for (const auto& weights : {maps.encoder, maps.decoder, maps.cross}) expect_rows_of_one(weights);
}

TEST(AttentionMaps, TheDecoderDoesNotLookAhead) {
  const auto decoder = attention_maps(*transformer(), source, target).decoder;
  EXPECT_EQ(decoder.triu(1).abs().max().item<float>(), 0);
  EXPECT_GT(decoder[0][0][2][0].item<float>(), 0);
}

// The first layer's queries and keys are a product of the embeddings, which can be had without the encoder.
TEST(AttentionMaps, AreTheFormula) {
  const torch::NoGradGuard no_gradient;
  auto network = transformer();
  const auto maps = attention_maps(*network, source, target);
  const auto parameters = network->named_parameters();
  const auto& table = parameters["shared.weight"];
  auto x = table.index_select(0, torch::tensor(source)) * 4.0;  // sqrt(16)
  for (int64_t p = 0; p < 5; ++p) {
    for (int64_t i = 0; i < 8; ++i) {
      const double angle = static_cast<double>(p) / std::pow(10000.0, 2.0 * static_cast<double>(i) / 16);
      x[p][i] += std::sin(angle);
      x[p][i + 8] += std::cos(angle);
    }
  }
  const std::string layer = "encoder.layers.0.self_attn.qkv_proj.";
  const auto qkv = torch::linear(x, parameters[layer + "weight"], parameters[layer + "bias"]).chunk(3, -1);
  for (int64_t head = 0; head < 4; ++head) {
    const auto q = qkv[0].narrow(1, head * 4, 4), k = qkv[1].narrow(1, head * 4, 4);
    const auto expected = (q.matmul(k.t()) / 2.0).softmax(-1);  // sqrt(4)
    EXPECT_LT((maps.encoder[0][head] - expected).abs().max().item<float>(), 1e-5) << head;
  }
}

TEST(AttentionMaps, ARowDependsOnWhatCameBefore) {
  auto network = transformer();
  const auto maps = attention_maps(*network, source, target);
  const std::vector<int64_t> shorter = {3};
  const auto first = attention_maps(*network, source, shorter);
  EXPECT_LT((maps.cross.narrow(2, 0, 1) - first.cross).abs().max().item<float>(), 1e-5);
}

TEST(AttentionMaps, OfAdditiveAttentionAreOneLayerAndHead) {
  BahdanauSeq2Seq network(BahdanauSeq2SeqOptions{small_recurrent()}, test::marian_vocabulary(12));
  network.initialise(1);
  const auto maps = attention_maps(network, source, target);
  EXPECT_FALSE(maps.encoder.defined());
  EXPECT_FALSE(maps.decoder.defined());
  EXPECT_EQ(maps.cross.sizes(), (std::vector<int64_t>{1, 1, 3, 5}));
  expect_rows_of_one(maps.cross);
}

TEST(AttentionMaps, AModelWithoutAttentionHasNone) {
  GruSeq2Seq network(GruSeq2SeqOptions{small_recurrent()}, test::marian_vocabulary(12));
  network.initialise(1);
  const auto maps = attention_maps(network, source, target);
  EXPECT_FALSE(maps.cross.defined());
  EXPECT_TRUE(alignment(maps).empty());
}

TEST(AttentionMaps, AForwardThatIsNotAskedRecordsNothing) {
  const torch::NoGradGuard no_gradient;
  auto network = transformer();
  auto context = Context::inference();
  const auto ids = torch::tensor(source).unsqueeze(0);
  const auto lengths = torch::tensor(std::vector<int64_t>{5});
  const auto unasked = network->encode(ids, lengths, context).states;
  AttentionRecord record;
  context.attention = &record;
  const auto asked = network->encode(ids, lengths, context).states;
  EXPECT_TRUE(unasked.equal(asked));
  EXPECT_EQ(record.self.size(), 2u);
  EXPECT_TRUE(record.cross.empty());
}

TEST(Alignment, IsTheLargestMeanOverTheHeadsOfTheLastLayer) {
  AttentionMaps maps;
  maps.cross = torch::zeros({2, 2, 3, 4});
  maps.cross[0] = 1;              // another layer does not count
  maps.cross[1][0][0][3] = 0.9F;  // one head
  maps.cross[1][0][1][0] = 0.5F;  // two heads together beat one
  maps.cross[1][0][1][2] = 0.4F;
  maps.cross[1][1][1][2] = 0.4F;
  EXPECT_THAT(alignment(maps), ElementsAre(3, 2, 0));  // of equal ones the first
}

}  // namespace
}  // namespace attend
