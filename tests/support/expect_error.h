#pragma once

#include <functional>
#include <string>

#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend::test {

/// The parts of the Error thrown by `action`; a failed test where it throws none.
inline ErrorParts parts_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.parts();
  }
  ADD_FAILURE() << "no Error was thrown";
  return {};
}

/// What the Error thrown by `action` says; a failed test where it throws none.
inline std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "no Error was thrown";
  return "";
}

}  // namespace attend::test
