#include "attend/data/squad_reader.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/json.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

/// A value of the file that knows where it stands.
class Node {
 public:
  Node(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

  [[noreturn]] void fail(std::string found, std::string expected) const {
    throw Error({.operation = "reading questions",
                 .where = where_,
                 .found = std::move(found),
                 .expected = std::move(expected),
                 .hint = "the file must be JSON as SQuAD has it"});
  }
  /// Calls `visit(Node)` for each entry of the list `key`.
  template <class Visit>
  void each(const char* key, Visit&& visit) const {
    const Json& list = child(key);
    if (!list.is_array()) fail(fmt::format("\"{}\" of type {}", key, list.type_name()), "a list");
    for (size_t i = 0; i < list.size(); ++i) visit(Node(list[i], fmt::format("{}, {}[{}]", where_, key, i)));
  }
  std::string text(const char* key) const {
    const Json& value = child(key);
    if (!value.is_string()) fail(fmt::format("\"{}\" of type {}", key, value.type_name()), "a text");
    return value.get<std::string>();
  }
  int64_t number(const char* key) const {
    const Json& value = child(key);
    if (!value.is_number_integer()) fail(fmt::format("\"{}\": {}", key, value.dump()), "a whole number");
    return value.get<int64_t>();
  }
  bool flag(const char* key) const { return json_.is_object() && json_.contains(key) && json_[key] == true; }

 private:
  const Json& child(const char* key) const {
    if (!json_.is_object() || !json_.contains(key))
      fail(fmt::format("no \"{}\"", key), "an object with that key");
    return json_[key];
  }

  const Json& json_;
  std::string where_;
};

/// The byte where code point `begin` of `text` stands; its end where it has fewer.
size_t byte_of(std::string_view text, int64_t begin) {
  size_t offset = 0;
  for (int64_t i = 0; i < begin && offset < text.size(); ++i) next_code_point(text, offset);
  return offset;
}

SquadAnswer read_answer(const Node& node, const std::string& context) {
  SquadAnswer answer{node.text("text"), node.number("answer_start")};
  const std::string_view rest = std::string_view(context).substr(byte_of(context, answer.begin));
  if (answer.text.empty() || answer.begin < 0 || !rest.starts_with(answer.text)) {
    node.fail(fmt::format("the answer \"{}\" at character {}, where the context has \"{}\"", answer.text,
                          answer.begin, rest.substr(0, byte_of(rest, 20))),
              "an answer that is in its context");
  }
  return answer;
}

SquadQuestion read_question(const Node& node, const std::string& context, size_t number) {
  SquadQuestion question{node.text("id"), node.text("question"), number, {}};
  if (node.flag("is_impossible")) return question;
  node.each("answers", [&](const Node& answer) { question.answers.push_back(read_answer(answer, context)); });
  return question;
}

}  // namespace

SquadData read_squad(const std::filesystem::path& path) {
  const Json json = read_json(path);
  SquadData data;
  Node(json, path.string()).each("data", [&](const Node& article) {
    article.each("paragraphs", [&](const Node& paragraph) {
      const size_t number = data.contexts.size();
      data.contexts.push_back(paragraph.text("context"));
      paragraph.each("qas", [&](const Node& question) {
        data.questions.push_back(read_question(question, data.contexts.back(), number));
      });
    });
  });
  if (data.questions.empty()) Node(json, path.string()).fail("no question", "one or more");
  return data;
}

}  // namespace attend
