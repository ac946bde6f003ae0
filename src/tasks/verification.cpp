#include "attend/tasks/verification.h"

#include <algorithm>
#include <concepts>
#include <limits>
#include <numeric>

#include "attend/core/file.h"
#include "attend/decoding/generation_config.h"
#include "attend/decoding/translator.h"
#include "attend/io/checksums.h"
#include "attend/tasks/factory.h"
#include "attend/tasks/translation_batches.h"
#include "attend/tasks/translation_data.h"
#include "attend/training/trainer.h"

namespace attend {
namespace {

constexpr int64_t updates = 6;
constexpr size_t sentences = 64;

std::string number(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

// The largest difference between two lists of tensors, relative to the largest entry.
double relative_difference(const std::vector<torch::Tensor>& found,
                           const std::vector<torch::Tensor>& expected) {
  double difference = 0, largest = 0;
  for (size_t i = 0; i < found.size(); ++i) {
    // Equal infinities (logits of what may never be generated) differ by nothing, a NaN by anything.
    const auto apart =
        torch::where(found[i].eq(expected[i]), torch::zeros_like(found[i]), found[i] - expected[i]);
    const double infinity = std::numeric_limits<double>::infinity();
    difference = std::max(difference, apart.abs().nan_to_num(infinity).max().item<double>());
    largest = std::max(largest, expected[i].nan_to_num(0, 0, 0).abs().max().item<double>());
  }
  return largest > 0 ? difference / largest : difference;
}

// Asks a run to stop after half of its updates, as a signal would.
class StopHalfway final : public Observer {
 public:
  explicit StopHalfway(StopRequest& stop) : stop_(stop) {}
  void on_progress(const Progress& progress, int64_t) override {
    if (progress.updates == updates / 2) stop_.ask(2);
  }

 private:
  StopRequest& stop_;
};

// The configuration of a few updates: what is trained stays as it is.
TaskConfig shortened(TaskConfig config) {
  std::visit(
      [](auto& task) {
        task.training.duration = {updates, DurationUnit::updates};
        task.training.schedule.warmup = {0, DurationUnit::updates};
        task.validation = {};
        task.validation.every = {0, DurationUnit::updates};
        task.checkpoints.every = {updates, DurationUnit::updates};
      },
      config);
  return config;
}

void train(const TaskConfig& config, const std::filesystem::path& model, const std::filesystem::path& run,
           torch::Device device, bool stopped) {
  const RunFolder folder(run, write(config_schema(), config), RunStart::resume);
  const auto task = make_task(config, model, device);
  SingleProcess communicator;
  StopRequest stop;
  StopHalfway halfway(stop);
  std::vector<Observer*> observers;
  if (stopped) observers.push_back(&halfway);
  Trainer(*task, trainer_options(config), folder, communicator, observers).run(stop);
}

Promise resume_is_exact(const TaskConfig& config, const std::filesystem::path& model,
                        const std::filesystem::path& scratch, torch::Device device) {
  const auto few = shortened(config);
  train(few, model, scratch / "whole", device, /*stopped=*/false);
  train(few, model, scratch / "resumed", device, /*stopped=*/true);
  train(few, model, scratch / "resumed", device, /*stopped=*/false);
  Promise check{.text = "a resumed run has the bits of one that was never stopped"};
  std::string different;
  for (const std::string_view file : {std::string_view("model.safetensors"), training_state_file}) {
    if (read_file(scratch / "whole/last" / file) != read_file(scratch / "resumed/last" / file))
      different += std::string(different.empty() ? "" : ", ") + std::string(file);
  }
  check.kept = different.empty();
  check.found = "stopped after " + std::to_string(updates / 2) + " of " + std::to_string(updates) +
                " updates: " + (check.kept ? "every byte is equal" : "not equal: " + different);
  return check;
}

// Examples of the data as batches of `size`.
BatchPlan batches_of(size_t size, size_t examples) {
  std::vector<uint32_t> all(examples);
  std::iota(all.begin(), all.end(), 0U);
  BatchPlan plan;
  for (size_t first = 0; first < examples; first += size)
    plan.append(std::span(all).subspan(first, std::min(size, examples - first)));
  return plan;
}

// The gradient of the mean loss over batches that are added up, without dropout.
std::vector<torch::Tensor> mean_gradient(const TranslationModel& model, const TokenStore& store,
                                         size_t batch_size, torch::Device device) {
  const auto plan = batches_of(batch_size, std::min<size_t>(store.size(), 16));
  const auto stream = translation_batches(store, plan, 0, translation_vocabulary(*model.tokenizers), device);
  auto context = Context::inference();
  double count = 0;
  model.network->zero_grad();
  while (const auto batch = stream->next()) {
    const auto loss =
        translation_loss(*model.network, static_cast<const TranslationBatch&>(*batch), 0.1, context);
    loss.sum.backward();
    count += static_cast<double>(loss.count);
  }
  std::vector<torch::Tensor> gradients;
  for (const auto& parameter : model.network->parameters())
    if (parameter.grad().defined()) gradients.push_back(parameter.grad() / count);
  return gradients;
}

Promise accumulation_is_one_batch(const TranslationModel& model, const TokenStore& store,
                                  torch::Device device) {
  const auto one = mean_gradient(model, store, 16, device), four = mean_gradient(model, store, 4, device);
  const double difference = relative_difference(four, one);
  return {.text = "micro-batches that are added up give the gradient of one batch",
          .found = "4 of 4 sentences against 1 of 16: largest difference " + number(difference) +
                   " of the largest entry",
          .kept = difference < 1e-5};
}

torch::Tensor some_logits(const TranslationModel& model, const TokenStore& store, torch::Device device) {
  const torch::NoGradGuard no_grad;
  const auto plan = batches_of(8, std::min<size_t>(store.size(), 8));
  const auto stream = translation_batches(store, plan, 0, translation_vocabulary(*model.tokenizers), device);
  const auto batch = stream->next();
  const auto& pairs = static_cast<const TranslationBatch&>(*batch);
  auto context = Context::inference();
  const auto memory = model.network->encode(pairs.source, pairs.source_lengths, context);
  return model.network->project(model.network->decode(memory, pairs.inputs, context));
}

Promise saved_logits_are_live_ones(const TranslationModel& model, const TokenStore& store,
                                   const std::filesystem::path& scratch, torch::Device device) {
  const auto folder = scratch / "saved";
  create_folders(folder);
  save_translation_model(model, folder);
  const auto opened = open_translation_model(folder);
  opened.network->to(device);
  const auto live = some_logits(model, store, device), saved = some_logits(opened, store, device);
  const bool equal = torch::equal(live, saved);
  return {.text = "a saved model that is opened again gives the same logits",
          .found = equal ? std::to_string(live.numel()) + " logits, every bit is equal"
                         : "largest difference " + number(relative_difference({saved}, {live})),
          .kept = equal};
}

// Text and score of each sentence's best translation.
struct Translated {
  std::vector<std::string> texts;
  std::vector<double> scores;
};

Translated translate(const TranslationModel& model, DecodingOptions options,
                     const std::vector<std::string>& lines, int64_t batch_size, torch::Device device) {
  options.batch_size = batch_size;
  Translated result;
  for (const auto& translation : Translator(model, options, device).translate(lines)) {
    result.texts.push_back(translation.text);
    result.scores.push_back(translation.hypotheses.empty() ? 0 : translation.hypotheses.front().score);
  }
  return result;
}

Promise neighbours_do_not_matter(const TranslationModel& model, const DecodingOptions& options,
                                 const std::vector<std::string>& lines, torch::Device device) {
  const auto alone = translate(model, options, lines, 1, device);
  size_t different = 0;
  double largest = 0;
  for (const int64_t batch_size : {7, 64}) {
    const auto together = translate(model, options, lines, batch_size, device);
    for (size_t i = 0; i < lines.size(); ++i) {
      different += together.texts[i] != alone.texts[i];
      largest = std::max(largest, std::abs(together.scores[i] - alone.scores[i]));
    }
  }
  return {.text = "a translation does not change with its neighbours (beam " +
                  std::to_string(options.beam_size) + ")",
          .found = std::to_string(lines.size()) + " sentences alone, by 7 and by 64: " +
                   std::to_string(different) + " differ, scores by " + number(largest),
          .kept = different == 0 && largest < 1e-5};
}

// Source sentences to translate: of the validation data where there is some.
std::vector<std::string> some_sentences(const TranslationConfig& config) {
  auto lines = read_parallel_text(config.data.validation.value_or(config.data.train)).source;
  if (lines.size() > sentences) lines.resize(sentences);
  return lines;
}

void try_out(const TranslationConfig& config, const std::filesystem::path& folder,
             const std::filesystem::path& scratch, torch::Device device, const TellPromise& tell) {
  const auto model = open_translation_model(folder);
  model.network->to(device);
  const auto data = load_translation_data(config, *model.tokenizers);
  const auto lines = some_sentences(config);
  auto decoding = read_generation_config(folder);
  tell(resume_is_exact(config, folder, scratch, device));
  tell(accumulation_is_one_batch(model, data.train.store, device));
  tell(saved_logits_are_live_ones(model, data.train.store, scratch, device));
  for (const int64_t beam : {1, 5}) {
    decoding.beam_size = beam;
    tell(neighbours_do_not_matter(model, decoding, lines, device));
  }
}

Promise saved_tensors_are_live_ones(const BertModel& model, const std::filesystem::path& scratch) {
  const auto folder = scratch / "saved";
  create_folders(folder);
  save_bert(model, folder);
  const auto live = model.network->parameters(), saved = open_bert(folder).network->parameters();
  const bool equal = std::ranges::equal(
      live, saved, [](const auto& a, const auto& b) { return torch::equal(a.cpu(), b.cpu()); });
  return {.text = "a saved model that is opened again is the same",
          .found = std::to_string(live.size()) + " tensors, " + (equal ? "every bit is equal" : "not equal"),
          .kept = equal};
}

template <class C>
requires std::derived_from<C, FineTuningConfig> || std::same_as<C, MaskedLmConfig>
void try_out(const C& config, const std::filesystem::path& folder, const std::filesystem::path& scratch,
             torch::Device device, const TellPromise& tell) {
  const auto model = open_bert(folder);
  model.network->to(device);
  tell(resume_is_exact(config, folder, scratch, device));
  tell(saved_tensors_are_live_ones(model, scratch));
}

}  // namespace

void verify(const TaskConfig& config, const std::filesystem::path& model,
            const std::filesystem::path& scratch, torch::Device device, const TellPromise& tell) {
  std::visit([&](const auto& task) { try_out(task, model, scratch, device, tell); }, config);
}

}  // namespace attend
