#include "attend/io/parameters.h"

#include <cmath>
#include <limits>

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/nn/modules/linear.h>
#include <torch/types.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using test::TempFolder;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const ParameterTable qkv_table{{{"qkv.weight", {"q.weight", "k.weight", "v.weight"}}}};

class Parameters : public testing::Test {
 protected:
  /// The tensors as a stored model.
  StoredTensors store(const NamedTensors& tensors) {
    write_safetensors(folder_ / "model.safetensors", tensors);
    return StoredTensors::open(folder_.path());
  }

  std::string refusal(const NamedTensors& stored, const ParameterTable& table, const NamedTensors& ours) {
    return test::error_of([&] { load_parameters(store(stored), table, ours); });
  }

  TempFolder folder_;
};

TEST_F(Parameters, AFusedParameterIsStoredInPartsAndComesBack) {
  const at::Tensor fused = at::arange(12.f).reshape({6, 2});
  const NamedTensors parts = store_parameters(qkv_table, {{"qkv.weight", fused}});
  ASSERT_EQ(parts.size(), 3);
  EXPECT_EQ(parts[1].first, "k.weight");
  EXPECT_TRUE(at::equal(parts[1].second, fused.slice(0, 2, 4)));

  const at::Tensor ours = torch::zeros({6, 2}, torch::requires_grad());
  EXPECT_THAT(load_parameters(store(parts), qkv_table, {{"qkv.weight", ours}}), IsEmpty());
  EXPECT_TRUE(at::equal(ours, fused));
}

TEST_F(Parameters, FloatingTypesAreConverted) {
  const at::Tensor values = at::tensor({0.5f, -2.f});
  for (const at::ScalarType type : {at::kHalf, at::kBFloat16, at::kDouble}) {
    const at::Tensor ours = at::zeros({2});
    load_parameters(store({{"w", values.to(type)}}), {{{"w", {"w"}}}}, {{"w", ours}});
    EXPECT_TRUE(at::equal(ours, values));
  }
}

TEST_F(Parameters, NumbersThatAreNotFiniteAreRefused) {
  const at::Tensor values = at::tensor({1.f, std::nanf(""), std::numeric_limits<float>::infinity()});
  EXPECT_THAT(refusal({{"w", values}}, {{{"w", {"w"}}}}, {{"w", at::zeros({3})}}),
              HasSubstr("2 of the 3 numbers of \"w\" are not finite"));
}

TEST_F(Parameters, AnAliasIsAccepted) {
  const at::Tensor ours = at::zeros({2});
  const ParameterTable table{{{"norm.weight", {"LayerNorm.weight"}, {{"LayerNorm.gamma"}}}}};
  load_parameters(store({{"LayerNorm.gamma", at::ones({2})}}), table, {{"norm.weight", ours}});
  EXPECT_TRUE(at::equal(ours, at::ones({2})));
}

TEST_F(Parameters, CopiesOfATiedTableMustBeEqual) {
  const ParameterTable table{{{"table", {"shared.weight"}, {{"encoder.weight"}, {"decoder.weight"}}}}};
  const at::Tensor ours = at::zeros({2}), one = at::ones({2}), two = at::full({2}, 2.f);
  load_parameters(store({{"encoder.weight", one}, {"decoder.weight", one}}), table, {{"table", ours}});
  EXPECT_TRUE(at::equal(ours, one));
  EXPECT_THAT(refusal({{"encoder.weight", one}, {"decoder.weight", two}}, table, {{"table", ours}}),
              HasSubstr("\"encoder.weight\" and \"decoder.weight\" differ"));
}

TEST_F(Parameters, AnOptionalOneMayBeAbsentAndStaysAsItWas) {
  const ParameterTable table{{{"w", {"w"}}, {"bias", {"final_logits_bias"}, {}, true}}};
  const at::Tensor bias = at::ones({3});
  const NamedTensors ours = {{"w", at::zeros({1})}, {"bias", bias}};
  EXPECT_THAT(load_parameters(store({{"w", at::ones({1})}}), table, ours), ElementsAre("final_logits_bias"));
  EXPECT_TRUE(at::equal(bias, at::ones({3})));
}

TEST_F(Parameters, PartsOfAnOptionalOneMayBeAbsent) {
  ParameterTable table = qkv_table;
  table.parameters[0].optional = true;
  const at::Tensor ours = at::zeros({6});
  const NamedTensors stored = {{"q.weight", at::ones({2})}, {"v.weight", at::full({2}, 3.f)}};
  EXPECT_THAT(load_parameters(store(stored), table, {{"qkv.weight", ours}}), ElementsAre("k.weight"));
  EXPECT_TRUE(at::equal(ours, at::tensor({1.f, 1.f, 0.f, 0.f, 3.f, 3.f})));
}

TEST_F(Parameters, IgnoredNamesAreWholeNames) {
  const ParameterTable table{{{"w", {"w"}}}, {R"(.*\.position_ids)"}};
  const at::Tensor ids = at::zeros({1}, at::kLong);
  load_parameters(store({{"w", at::ones({1})}, {"bert.position_ids", ids}}), table, {{"w", at::zeros({1})}});
  EXPECT_THAT(refusal({{"w", at::ones({1})}, {"bert.position_ids.x", ids}}, table, {{"w", at::zeros({1})}}),
              HasSubstr("not expected: \"bert.position_ids.x\" I64 [1]"));
}

TEST_F(Parameters, AllMistakesComeInOneErrorAndNothingIsCopied) {
  const ParameterTable table{
      {{"a", {"a"}}, {"b", {"b"}}, {"c", {"c"}}, {"qkv", {"q", "k", "v"}}, {"d", {"d"}}}};
  const at::Tensor a = at::zeros({2});
  const NamedTensors ours = {
      {"a", a}, {"b", at::zeros({2})}, {"c", at::zeros({2})}, {"qkv", at::zeros({6})}, {"d", at::zeros({1})}};
  const std::string message = refusal({{"a", at::ones({2})},
                                       {"b", at::ones({3})},
                                       {"q", at::ones({2})},
                                       {"v", at::ones({1})},
                                       {"d", at::ones({1}, at::kLong)},
                                       {"extra", at::ones({4})}},
                                      table, ours);
  EXPECT_THAT(message, AllOf(HasSubstr("model.safetensors"), HasSubstr("6 tensors")));
  EXPECT_THAT(message, AllOf(HasSubstr("\"b\" is F32 [3], expected F32 [2]"), HasSubstr("missing: \"c\" [2]"),
                             HasSubstr("missing: \"k\" [2]"), HasSubstr("\"v\" is F32 [1], expected F32 [2]"),
                             HasSubstr("\"d\" is I64 [1], expected F32 [1]"),
                             HasSubstr("not expected: \"extra\" F32 [4]"), Not(HasSubstr("\"a\""))));
  EXPECT_TRUE(at::equal(a, at::zeros({2})));
}

TEST_F(Parameters, OfVeryManyMistakesTheFirstAreNamedAndTheRestCounted) {
  NamedTensors stored = {{"a", at::ones({2})}};
  for (int i = 0; i < 1'000; ++i) stored.emplace_back("extra" + std::to_string(1'000 + i), at::empty({0}));
  const std::string message = refusal(stored, {{{"a", {"a"}}}}, {{"a", at::zeros({2})}});
  EXPECT_THAT(message, AllOf(HasSubstr("1000 tensors"), HasSubstr("extra1000"), HasSubstr("and 980 more"),
                             Not(HasSubstr("extra1999"))));
}

TEST_F(Parameters, AModelsParameterWithoutAnEntryIsReported) {
  EXPECT_THAT(
      refusal({{"w", at::ones({1})}}, {{{"w", {"w"}}}}, {{"w", at::zeros({1})}, {"new", at::zeros({1})}}),
      HasSubstr("no stored name for our \"new\""));
}

TEST_F(Parameters, ATableThatDoesNotFitTheModelIsRefused) {
  EXPECT_THROW(store_parameters(qkv_table, {{"qkv.weight", at::zeros({7, 2})}}), Error);
  EXPECT_THROW(store_parameters(qkv_table, {}), Error);
  const ParameterTable uneven{{{"w", {"a", "b"}, {{"ab"}}}}};
  EXPECT_THROW(store_parameters(uneven, {{"w", at::zeros({2})}}), Error);
}

TEST_F(Parameters, ParametersOfAModuleAreFilledInPlace) {
  torch::nn::Linear linear(2, 2);
  NamedTensors ours;
  for (const auto& parameter : linear->named_parameters())
    ours.emplace_back(parameter.key(), parameter.value());
  const ParameterTable table{{{"weight", {"fc.weight"}}, {"bias", {"fc.bias"}}}};
  load_parameters(store({{"fc.weight", at::eye(2)}, {"fc.bias", at::zeros({2})}}), table, ours);
  EXPECT_TRUE(at::equal(linear->forward(at::arange(2.f)), at::arange(2.f)));
  EXPECT_TRUE(linear->weight.requires_grad());
}

}  // namespace
}  // namespace attend
