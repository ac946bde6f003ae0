# find_package(attend): each folder of attend's sources is a target, attend::core to attend::commands. A program needs the
# same C++ standard, and LibTorch where attend's own build finds it: by Torch_DIR, for example.
include(${CMAKE_CURRENT_LIST_DIR}/AttendPackages.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/attendTargets.cmake)
