#include "attend/data/masking.h"

#include <algorithm>
#include <cmath>

#include "attend/core/error.h"

namespace attend {

Masker::Masker(const MaskingOptions& options, const WordPieceTokenizer& tokenizer)
    : options_(options),
      mask_(tokenizer.mask_id()),
      cls_(tokenizer.special().bos),
      sep_(tokenizer.special().eos) {
  if (mask_ < 0) {
    throw Error({.operation = "hiding tokens",
                 .found = "a vocabulary without " + tokenizer.settings().symbols.mask,
                 .expected = "one with it"});
  }
  const auto special = tokenizer.special();
  for (int64_t id = 0; id < tokenizer.vocab_size(); ++id) {
    continues_.push_back(tokenizer.piece(id).starts_with(tokenizer.settings().continuation));
    const bool symbol = id == mask_ || id == cls_ || id == sep_ || id == special.pad || id == special.unk;
    if (!symbol) ordinary_.push_back(id);
  }
  if (ordinary_.empty()) {
    throw Error({.operation = "hiding tokens",
                 .found = "a vocabulary of nothing but symbols",
                 .expected = "pieces of words"});
  }
}

int64_t Masker::count(int64_t tokens) const {
  return std::max<int64_t>(1, std::llround(static_cast<double>(tokens) * options_.rate));
}

std::vector<std::vector<int64_t>> Masker::groups(std::span<const int64_t> ids) const {
  std::vector<std::vector<int64_t>> groups;
  bool open = false;  // the last group may go on
  for (size_t place = 0; place < ids.size(); ++place) {
    const int64_t id = ids[place];
    if (id == cls_ || id == sep_) {
      open = false;
      continue;
    }
    const bool goes_on = options_.whole_words && open && continues_[static_cast<size_t>(id)];
    if (!goes_on) groups.emplace_back();
    groups.back().push_back(static_cast<int64_t>(place));
    open = true;
  }
  return groups;
}

int64_t Masker::substitute(int64_t id, Stream& stream) const {
  const double drawn = stream.next_double();
  if (drawn < options_.mask_share) return mask_;
  if (drawn < options_.mask_share + options_.random_share)
    return ordinary_[stream.next_below(ordinary_.size())];
  return id;
}

Masker::Hidden Masker::hide(std::span<int64_t> ids, Stream& stream) const {
  auto candidates = groups(ids);
  int64_t tokens = 0;
  for (const auto& group : candidates) tokens += static_cast<int64_t>(group.size());
  const auto wanted = static_cast<size_t>(count(tokens));
  stream.shuffle(candidates);
  Hidden hidden;
  for (const auto& group : candidates) {
    if (hidden.places.size() == wanted) break;
    if (hidden.places.size() + group.size() > wanted) continue;
    hidden.places.insert(hidden.places.end(), group.begin(), group.end());
  }
  if (hidden.places.empty() && !candidates.empty()) hidden.places = candidates.front();
  std::ranges::sort(hidden.places);
  for (const int64_t place : hidden.places) {
    auto& id = ids[static_cast<size_t>(place)];
    hidden.targets.push_back(id);
    id = substitute(id, stream);
  }
  return hidden;
}

}  // namespace attend
