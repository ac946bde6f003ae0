#include "attend/metrics/metric_factory.h"

#include <string_view>
#include <utility>

#include "attend/core/names.h"

namespace attend {
namespace {

using Maker = std::unique_ptr<Metric> (*)(const MetricOptions&);

std::unique_ptr<Metric> make_chrf_plus_plus(const MetricOptions& options) {
  ChrfOptions with_words = options.chrf;
  with_words.word_order = 2;
  return std::make_unique<Chrf>(with_words);
}

template <class M, auto options>
std::unique_ptr<Metric> make(const MetricOptions& all) {
  return std::make_unique<M>(all.*options);
}

constexpr std::pair<Maker, std::string_view> makers[] = {{make<Bleu, &MetricOptions::bleu>, "bleu"},
                                                         {make<Chrf, &MetricOptions::chrf>, "chrf"},
                                                         {make_chrf_plus_plus, "chrf++"},
                                                         {make<Ter, &MetricOptions::ter>, "ter"}};

}  // namespace

std::unique_ptr<Metric> make_metric(std::string_view name, const MetricOptions& options) {
  return value_in(makers, name, "choosing a metric")(options);
}

std::vector<std::string> metric_names() { return names_in(makers); }

}  // namespace attend
