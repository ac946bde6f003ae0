#include "attend/data/question_data.h"

#include <array>
#include <utility>

#include "attend/core/code_points.h"

namespace attend {
namespace {

// Part of every key; to be raised when the same inputs give other examples.
constexpr uint64_t window_version = 2;

/// Calls `visit(data, question)` for each question that is used.
template <class Visit>
void each_question(const ExampleFiles& files, Visit&& visit) {
  int64_t index = 0;
  for (const auto& file : files.files) {
    const SquadData data = read_squad(file);
    for (const auto& question : data.questions) {
      if (files.uses(index++)) visit(data, question);
    }
  }
}

class WindowWriter {
 public:
  WindowWriter(const WordPieceTokenizer& tokenizer, const WindowOptions& options, TokenStoreWriter& writer)
      : tokenizer_(tokenizer), options_(options), writer_(writer) {}

  void add(const SquadData& data, const SquadQuestion& question) {
    const std::string& text = data.contexts[question.context];
    if (text != text_) {  // the questions of a context follow each other
      text_ = text;
      context_ = tokenizer_.encode_spans(text);
    }
    const auto answer = pieces_of_answer(context_, question.answers);
    without_answer_ += question.answers.empty();
    const auto ids = tokenizer_.encode(question.question);
    for (const auto& window : cut_windows(ids, context_, tokenizer_.special(), options_)) {
      const auto [first, last] = find_place(window, answer);
      writer_.add({window.ids, std::array{window.first, first, last}});
    }
  }
  int64_t without_answer() const { return without_answer_; }

 private:
  const WordPieceTokenizer& tokenizer_;
  WindowOptions options_;
  TokenStoreWriter& writer_;
  std::string text_;
  std::vector<PieceSpan> context_;
  int64_t without_answer_ = 0;
};

}  // namespace

Schema<QuestionDataOptions> question_data_schema() {
  using Options = QuestionDataOptions;
  return example_data_schema<Options>(
             "Questions on texts, in JSON files as SQuAD 1.1 and 2.0 have them.",
             "Longest window in ids, the question, [CLS] and [SEP] counted; a longer context becomes several "
             "windows.")
      .field("stride", &Options::stride, "Ids of the context that a window shares with the one before.",
             non_negative())
      .field("max_question_length", &Options::max_question_length,
             "Longest question in ids; what is over is cut off.", positive())
      .check({"max_length", "stride", "max_question_length"}, [](const Options& o, Problems& problems) {
        const int64_t room = o.max_length - o.max_question_length - 3;
        if (o.stride < room) return;
        if (room < 1) {
          problems.add("max_length", std::to_string(o.max_length),
                       "at least max_question_length + 4, " + std::to_string(o.max_question_length + 4));
          return;
        }
        problems.add("stride", std::to_string(o.stride),
                     "less than max_length - max_question_length - 3, " + std::to_string(room));
      });
}

std::optional<PieceRange> pieces_of_answer(std::span<const PieceSpan> context,
                                           const std::vector<SquadAnswer>& answers) {
  if (answers.empty()) return std::nullopt;
  const auto& [text, begin] = answers.front();
  return find_pieces(context, begin, begin + count_code_points(text));
}

QuestionWindows load_question_windows(const ExampleFiles& files, const QuestionDataOptions& options,
                                      const WordPieceTokenizer& tokenizer, const TokenCache& cache) {
  Hasher key;
  key.add(window_version).add("question windows").add(tokenizer.fingerprint());
  add_to(key, files, cache);
  for (const int64_t number : {options.max_length, options.stride, options.max_question_length}) {
    key.add(static_cast<uint64_t>(number));
  }
  auto entry = cache.open(key.value(), /*columns=*/2, [&](TokenStoreWriter& writer) {
    WindowWriter windows(tokenizer, options.windows(), writer);
    each_question(files, [&](const auto& data, const auto& question) { windows.add(data, question); });
    return Json{{"without_answer", windows.without_answer()}};
  });
  require_examples(entry.store, files, "question");
  const auto without_answer = entry.store.notes().at("without_answer").get<int64_t>();
  return {std::move(entry.store), without_answer, entry.reused};
}

std::vector<Question> read_questions(const ExampleFiles& files) {
  std::vector<Question> questions;
  each_question(files, [&](const SquadData& data, const SquadQuestion& question) {
    questions.push_back({question.id, question.question, data.contexts[question.context], question.answers});
  });
  return questions;
}

LineSource texts_of(const ExampleFiles& files, const QuestionDataOptions&) {
  std::vector<std::string> lines;
  std::string previous;  // the text itself: a file's contexts are gone when the next file is read
  each_question(files, [&](const SquadData& data, const SquadQuestion& question) {
    lines.push_back(question.question);
    const std::string& context = data.contexts[question.context];
    if (context != previous) lines.push_back(context);
    previous = context;
  });
  return kept_lines(std::move(lines));
}

}  // namespace attend
