// Translates standard input, a line in and a line out, with the model folder that is named.
#include <iostream>
#include <string>
#include <vector>

#include "attend/core/error.h"
#include "attend/decoding/generation_config.h"
#include "attend/decoding/translator.h"

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: translate MODEL_FOLDER < text\n";
    return 2;
  }
  const auto model = attend::open_translation_model(argv[1]);
  const attend::Translator translator(model, attend::read_generation_config(argv[1]), torch::kCPU);

  std::vector<std::string> lines;
  for (std::string line; std::getline(std::cin, line);) lines.push_back(line);
  for (const auto& translation : translator.translate(lines)) std::cout << translation.text << '\n';
} catch (const attend::Error& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
