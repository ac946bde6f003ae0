#include "attend/tokenizers/added_tokens.h"

#include <utility>

#include "attend/core/strings.h"

namespace attend {
namespace {

size_t skip_space(std::string_view text, size_t at) {
  for (size_t next = at; at < text.size() && is_white_space(next_code_point(text, next)); at = next) continue;
  return at;
}

size_t skip_space_back(std::string_view text, size_t at, size_t from) {
  while (at > from) {
    size_t before = at - 1;
    while (before > from && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
    size_t after = before;
    if (!is_white_space(next_code_point(text, after))) break;
    at = before;
  }
  return at;
}

}  // namespace

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) : tokens_(std::move(tokens)) {
  for (const AddedToken& token : tokens_) begins_[static_cast<unsigned char>(token.text.front())] = true;
}

const AddedToken* AddedTokens::longest_at(std::string_view rest) const {
  const AddedToken* longest = nullptr;
  for (const AddedToken& token : tokens_) {
    if (rest.starts_with(token.text) && (longest == nullptr || token.text.size() > longest->text.size())) {
      longest = &token;
    }
  }
  return longest;
}

std::optional<AddedTokens::Match> AddedTokens::find(std::string_view text, size_t from) const {
  for (size_t at = from; at < text.size(); ++at) {
    if (!begins_[static_cast<unsigned char>(text[at])]) continue;
    const AddedToken* token = longest_at(text.substr(at));
    if (token == nullptr) continue;
    const size_t end = at + token->text.size();
    return Match{token->takes_space_before ? skip_space_back(text, at, from) : at,
                 token->takes_space_after ? skip_space(text, end) : end, token->id};
  }
  return std::nullopt;
}

}  // namespace attend
