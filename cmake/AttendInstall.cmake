# cmake --install build/release --prefix FOLDER
#   bin/attend      finds the libraries beside it by a relative path, so FOLDER may be moved
#   lib/            LibTorch's shared libraries, and ours for programs that link them
#   share/doc/attend  recipes, the data of the demos, and documentation
#   include/attend  lib/cmake/attend    for find_package(attend); each folder of src is a target attend::<folder>
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/attend)
set_target_properties(attend PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")

# Of the shared libraries that attend loads, the system's stay where they are and the others, LibTorch's, come along.
install(TARGETS attend RUNTIME_DEPENDENCY_SET attend_runtime)
install(RUNTIME_DEPENDENCY_SET attend_runtime
        PRE_EXCLUDE_REGEXES "^ld-linux" POST_EXCLUDE_REGEXES "^/lib" "^/usr/lib")

install(DIRECTORY configs data docs DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/attend)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/attend)

get_property(libraries GLOBAL PROPERTY ATTEND_LIBRARIES)
install(TARGETS ${libraries} EXPORT attendTargets)
install(DIRECTORY include/attend DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT attendTargets NAMESPACE attend:: DESTINATION ${package_folder})
write_basic_package_version_file(attendConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/attendConfig.cmake cmake/AttendPackages.cmake ${CMAKE_CURRENT_BINARY_DIR}/attendConfigVersion.cmake
        DESTINATION ${package_folder})
