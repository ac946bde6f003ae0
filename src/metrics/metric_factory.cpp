#include "attend/metrics/metric_factory.h"

#include "attend/metrics/names.h"

namespace attend {
namespace {

using Maker = std::unique_ptr<Metric> (*)(const MetricOptions&);

std::unique_ptr<Metric> make_chrf_plus_plus(const MetricOptions& options) {
  ChrfOptions with_words = options.chrf;
  with_words.word_order = 2;
  return std::make_unique<Chrf>(with_words);
}

constexpr NamedValue<Maker> makers[] = {{"bleu",
                                         [](const MetricOptions& options) -> std::unique_ptr<Metric> {
                                           return std::make_unique<Bleu>(options.bleu);
                                         }},
                                        {"chrf",
                                         [](const MetricOptions& options) -> std::unique_ptr<Metric> {
                                           return std::make_unique<Chrf>(options.chrf);
                                         }},
                                        {"chrf++", make_chrf_plus_plus},
                                        {"ter", [](const MetricOptions& options) -> std::unique_ptr<Metric> {
                                           return std::make_unique<Ter>(options.ter);
                                         }}};

}  // namespace

std::unique_ptr<Metric> make_metric(std::string_view name, const MetricOptions& options) {
  return value_named(makers, name, "choosing a metric")(options);
}

std::vector<std::string> metric_names() { return names_in(makers); }

}  // namespace attend
