#include <cmath>

#include "config/sample_options.h"
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "attend/config/load.h"

namespace attend::test {
namespace {

TEST(Write, IsCompleteAndInTheOrderOfDeclaration) {
  EXPECT_EQ(
      write(sample_schema(), SampleOptions()).dump(),
      R"({"verbose":false,"threads":2,"seed":1,"patience":null,"metrics":["bleu"],"sizes":[],"folder":"runs",)"
      R"("optimizer":{"type":"adamw","lr":0.0005,"betas":[0.9,0.98],"warmup":"1000 updates"},)"
      R"("model":{"type":"transformer","layers":6,"dropout":0.1},"files":[],"extra":null})");
}

rc::Gen<std::string> text() { return rc::gen::container<std::string>(rc::gen::inRange('\x01', '\x7f')); }

rc::Gen<double> fraction() {
  return rc::gen::map(rc::gen::arbitrary<uint64_t>(),
                      [](uint64_t bits) { return std::ldexp(static_cast<double>(bits >> 11), -53); });
}

FileOptions any_file() {
  FileOptions file;
  for (const std::string& name :
       *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::nonEmpty(text())))) {
    file.source.emplace_back(name);
  }
  file.language = *rc::gen::element<std::string>("de", "en");
  return file;
}

SampleOptions any_options() {
  SampleOptions options;
  options.verbose = *rc::gen::arbitrary<bool>();
  options.threads = *rc::gen::positive<int>();
  options.seed = *rc::gen::arbitrary<uint64_t>();
  if (*rc::gen::arbitrary<bool>()) options.patience = *rc::gen::positive<int64_t>();
  options.sizes = *rc::gen::container<std::vector<int64_t>>(rc::gen::positive<int64_t>());
  options.folder = *text();
  options.optimizer.type = *rc::gen::element(Rule::sgd, Rule::adam, Rule::adamw);
  options.optimizer.lr = 1e-3 + std::ldexp(*fraction(), *rc::gen::inRange(-1000, 1000));
  options.optimizer.betas = {*fraction(), *fraction()};
  options.optimizer.warmup = {*rc::gen::nonNegative<int64_t>(),
                              *rc::gen::element(DurationUnit::updates, DurationUnit::tokens)};
  if (*rc::gen::arbitrary<bool>())
    options.model = RecurrentOptions{*rc::gen::positive<int64_t>(), *fraction()};
  for (int n = *rc::gen::inRange(0, 3); n > 0; --n) options.files.push_back(any_file());
  if (*rc::gen::arbitrary<bool>()) options.extra = any_file();
  return options;
}

RC_GTEST_PROP(Write, LoadsBackAsItWas, ()) {
  const SampleOptions options = any_options();
  RC_PRE(options.threads != 7 || options.patience != 7);  // the sample's contradiction
  const auto loaded = load(sample_schema(), write(sample_schema(), options).dump(2), "c.json");
  loaded.problems.throw_if_any();
  RC_ASSERT(loaded.value == options);
}

}  // namespace
}  // namespace attend::test
