#include "attend/data/squad_reader.h"

#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "attend/core/json_fields.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

/// The byte where code point `begin` of `text` stands; its end where it has fewer.
size_t byte_of(std::string_view text, int64_t begin) {
  size_t offset = 0;
  for (int64_t i = 0; i < begin && offset < text.size(); ++i) next_code_point(text, offset);
  return offset;
}

SquadAnswer read_answer(const JsonFields& answer, const std::string& id, const std::string& context) {
  SquadAnswer result{answer.text("text"),
                     answer.integer("answer_start", std::numeric_limits<int32_t>::min())};
  const std::string_view rest = std::string_view(context).substr(byte_of(context, result.begin));
  if (result.text.empty() || result.begin < 0 || !rest.starts_with(result.text)) {
    answer.refuse(
        fmt::format("the answer \"{}\" of question \"{}\" at character {}, where the context has \"{}\"",
                    result.text, id, result.begin, rest.substr(0, byte_of(rest, 20))),
        "an answer that is in its context");
  }
  return result;
}

SquadQuestion read_question(const JsonFields& question, const std::string& context, size_t number) {
  SquadQuestion result{question.text("id"), question.text("question"), number, {}};
  if (question.flag("is_impossible", false)) return result;
  for (const auto& answer : question.list("answers"))
    result.answers.push_back(read_answer(answer, result.id, context));
  return result;
}

void read_paragraph(const JsonFields& paragraph, SquadData& data) {
  const size_t number = data.contexts.size();
  data.contexts.push_back(paragraph.text("context"));
  for (const auto& question : paragraph.list("qas"))
    data.questions.push_back(read_question(question, data.contexts.back(), number));
}

}  // namespace

SquadData read_squad(const std::filesystem::path& path) {
  const Json json = read_json(path);
  const JsonFields root(json, {.operation = "reading questions",
                               .where = path.string(),
                               .hint = "the file must be JSON as SQuAD has it"});
  SquadData data;
  for (const auto& article : root.list("data")) {
    for (const auto& paragraph : article.list("paragraphs")) read_paragraph(paragraph, data);
  }
  if (data.questions.empty()) root.refuse("no question", "one or more");
  return data;
}

}  // namespace attend
