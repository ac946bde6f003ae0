#include "logits_rules.h"

#include <algorithm>
#include <limits>

#include "constraints.h"

namespace attend {
namespace {

constexpr float impossible = -std::numeric_limits<float>::infinity();

using Live = std::vector<LiveHypothesis>;
using Requests = std::vector<DecodingRequest>;

// Entries of the logits that become impossible, all at once: one small transfer on a device.
class Bans {
 public:
  void add(size_t row, int64_t symbol) {
    rows_.push_back(static_cast<int64_t>(row));
    symbols_.push_back(symbol);
  }

  void apply(torch::Tensor& logits) const {
    if (rows_.empty()) return;
    const auto rows = torch::tensor(rows_).to(logits.device());
    const auto symbols = torch::tensor(symbols_).to(logits.device());
    logits.index_put_({rows, symbols}, torch::full({}, impossible, logits.options()));
  }

 private:
  std::vector<int64_t> rows_, symbols_;
};

// A rule that says which symbols may not follow one partial translation.
class BanRule : public LogitsRule {
 public:
  void apply(const Live& live, const Requests& requests, torch::Tensor& logits) const override {
    Bans bans;
    for (size_t row = 0; row < live.size(); ++row)
      forbid(live[row].ids, requests[live[row].sentence], [&](int64_t symbol) { bans.add(row, symbol); });
    bans.apply(logits);
  }

 protected:
  using Ban = std::function<void(int64_t)>;
  virtual void forbid(const std::vector<int64_t>& ids, const DecodingRequest& request,
                      const Ban& ban) const = 0;
};

// The end may not come before `min_length` tokens, nor before all phrases that must appear.
class EarliestEnd final : public BanRule {
 public:
  EarliestEnd(int64_t min_length, int64_t end) : min_length_(static_cast<size_t>(min_length)), end_(end) {}

 private:
  void forbid(const std::vector<int64_t>& ids, const DecodingRequest& request,
              const Ban& ban) const override {
    if (ids.size() < min_length_ || !all_met(request.must, ids)) ban(end_);
  }
  size_t min_length_;
  int64_t end_;
};

// Every symbol that would complete an n-gram that is there already (Paulus et al. 2018, section 2.5).
class NoRepeatedNgram final : public BanRule {
 public:
  explicit NoRepeatedNgram(int64_t size) : context_(size - 1) {}

 private:
  void forbid(const std::vector<int64_t>& ids, const DecodingRequest&, const Ban& ban) const override {
    const auto size = static_cast<std::ptrdiff_t>(ids.size());
    if (size < context_) return;
    const auto newest = ids.end() - context_;
    for (auto at = ids.begin(); at + context_ < ids.end(); ++at)
      if (std::equal(newest, ids.end(), at)) ban(at[context_]);
  }
  std::ptrdiff_t context_;
};

// Every symbol that would complete a phrase that must not appear.
class ForbiddenPhrases final : public BanRule {
  void forbid(const std::vector<int64_t>& ids, const DecodingRequest& request,
              const Ban& ban) const override {
    for (const auto& phrase : request.must_not)
      if (ends_with_all_but_last(ids, phrase)) ban(phrase.back());
  }

  static bool ends_with_all_but_last(const std::vector<int64_t>& ids, const Phrase& phrase) {
    const auto context = static_cast<std::ptrdiff_t>(phrase.size()) - 1;
    return static_cast<std::ptrdiff_t>(ids.size()) >= context &&
           std::equal(phrase.begin(), phrase.end() - 1, ids.end() - context);
  }
};

// Keskar et al. 2019, "CTRL", section 4.1, as Hugging Face has it: a symbol counts once however often it
// came.
class RepetitionPenalty final : public LogitsRule {
 public:
  explicit RepetitionPenalty(double penalty) : penalty_(penalty) {}

  void apply(const Live& live, const Requests&, torch::Tensor& logits) const override {
    const auto length = static_cast<int64_t>(live.front().ids.size());
    if (length == 0) return;
    std::vector<int64_t> flat;
    for (const auto& hypothesis : live) flat.insert(flat.end(), hypothesis.ids.begin(), hypothesis.ids.end());
    const auto seen = torch::tensor(flat).view({-1, length}).to(logits.device());
    const auto scores = logits.gather(1, seen);
    logits.scatter_(1, seen, torch::where(scores < 0, scores * penalty_, scores / penalty_));
  }

 private:
  double penalty_;
};

// What a request begins with is the only choice, at no cost.
class ForcedPrefix final : public LogitsRule {
 public:
  void apply(const Live& live, const Requests& requests, torch::Tensor& logits) const override {
    for (size_t row = 0; row < live.size(); ++row) {
      const auto& prefix = requests[live[row].sentence].prefix;
      const auto position = live[row].ids.size();
      if (position >= prefix.size()) continue;
      auto scores = logits[static_cast<int64_t>(row)];
      scores.fill_(impossible);
      scores[prefix[position]] = 0;
    }
  }
};

bool any(const Requests& requests, const std::function<bool(const DecodingRequest&)>& asks) {
  return std::any_of(requests.begin(), requests.end(), asks);
}

}  // namespace

std::vector<std::unique_ptr<LogitsRule>> make_rules(const DecodingOptions& options, const Requests& requests,
                                                    int64_t end) {
  std::vector<std::unique_ptr<LogitsRule>> rules;
  if (options.repetition_penalty != 1.0)
    rules.push_back(std::make_unique<RepetitionPenalty>(options.repetition_penalty));
  if (options.no_repeat_ngram_size > 0)
    rules.push_back(std::make_unique<NoRepeatedNgram>(options.no_repeat_ngram_size));
  if (any(requests, [](const auto& request) { return !request.must_not.empty(); }))
    rules.push_back(std::make_unique<ForbiddenPhrases>());
  if (options.min_length > 0 || any(requests, [](const auto& request) { return !request.must.empty(); }))
    rules.push_back(std::make_unique<EarliestEnd>(options.min_length, end));
  if (any(requests, [](const auto& request) { return !request.prefix.empty(); }))
    rules.push_back(std::make_unique<ForcedPrefix>());
  return rules;
}

void apply_rules(const std::vector<std::unique_ptr<LogitsRule>>& rules, const Live& live,
                 const Requests& requests, torch::Tensor& logits) {
  for (const auto& rule : rules) rule->apply(live, requests, logits);
}

}  // namespace attend
