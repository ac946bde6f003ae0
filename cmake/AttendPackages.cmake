# What programs that link attend need. The build includes this file, and so does the installed package.
#
# LibTorch comes from Torch_DIR, CMAKE_PREFIX_PATH, or the folder where scripts/dependencies put the torch wheel.
if(NOT Torch_DIR AND NOT DEFINED ENV{Torch_DIR})
  if(DEFINED ENV{XDG_CACHE_HOME})
    set(attend_cache $ENV{XDG_CACHE_HOME}/attend)
  else()
    set(attend_cache $ENV{HOME}/.cache/attend)
  endif()
  file(GLOB attend_wheels ${attend_cache}/torch-*/torch)
  list(SORT attend_wheels COMPARE NATURAL ORDER DESCENDING)  # the newest first
  list(APPEND CMAKE_PREFIX_PATH ${attend_wheels})
endif()

find_package(Torch REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(Threads REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(Cairo REQUIRED IMPORTED_TARGET cairo)
pkg_check_modules(SentencePiece REQUIRED IMPORTED_TARGET sentencepiece)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(xxHash REQUIRED IMPORTED_TARGET libxxhash)

# LibTorch as one target of ours: its headers are not ours to warn about, and at::parallel_for is serial without
# OpenMP (whose library is the one beside LibTorch, so it is linked by the compiler's flag and not by path). It is
# imported, so the installed package carries its name and none of this machine's paths. The wheel's folder of headers
# also holds a newer fmt than the library that is linked, and it is found first: it is used without a library.
if(NOT TARGET attend::libtorch)
  add_library(attend::libtorch INTERFACE IMPORTED GLOBAL)
  target_include_directories(attend::libtorch INTERFACE ${TORCH_INCLUDE_DIRS})
  target_compile_definitions(attend::libtorch INTERFACE FMT_HEADER_ONLY)
  target_link_libraries(attend::libtorch INTERFACE ${TORCH_LIBRARIES})
  separate_arguments(attend_torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
  target_compile_options(attend::libtorch INTERFACE ${attend_torch_flags} ${OpenMP_CXX_FLAGS})
  target_link_options(attend::libtorch INTERFACE ${OpenMP_CXX_FLAGS})
endif()
