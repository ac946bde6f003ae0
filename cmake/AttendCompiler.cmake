# Flags that every target of ours is built with; AttendTargets applies them.
add_library(attend_compiler INTERFACE)
target_compile_options(attend_compiler INTERFACE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12's optimiser sees overlaps, overflows and uninitialised members in the standard library's strings and vectors
  # where there are none (its bugs 105651 and 105593, among others).
  target_compile_options(attend_compiler INTERFACE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
                                                   -Wno-maybe-uninitialized)
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # "omp simd" is a wish: where clang leaves a short loop as it is, that is no mistake.
  target_compile_options(attend_compiler INTERFACE -Wno-pass-failed)
endif()
if(ATTEND_WARNINGS_AS_ERRORS)
  target_compile_options(attend_compiler INTERFACE -Werror)
endif()

if(ATTEND_SANITIZE)
  target_compile_options(attend_compiler INTERFACE -fsanitize=${ATTEND_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(attend_compiler INTERFACE -fsanitize=${ATTEND_SANITIZE})
endif()

find_program(ATTEND_CCACHE ccache)
if(ATTEND_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${ATTEND_CCACHE})
endif()

# mold links LibTorch's large libraries in a fraction of ld's time.
find_program(ATTEND_MOLD mold)
if(ATTEND_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-fno-plt)
endif()
