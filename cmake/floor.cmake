# What most sources read and what never changes: reading it once saves a third of the build. It also hides a
# forgotten #include, so that each header is compiled alone without it (tests/style) and so is every file by `tidy`.
set(QUITS_OFTEN_READ
  <algorithm> <array> <charconv> <chrono> <compare> <cstddef> <cstdint> <functional> <map> <memory>
  <optional> <set> <span> <stdexcept> <string> <string_view> <tuple> <utility> <variant> <vector>
  <fmt/core.h> <tl/expected.hpp>)

# quits_floor(NAME SOURCES a.cpp ... [USES quits_base fmt::fmt ...] [OFTEN_READ floor/a.h ...])
# One folder, one static library `quits_NAME`, one namespace `quits::NAME`. OFTEN_READ names headers of its own
# that nearly every source of the floor reads; without them it shares what the first floor precompiled.
function(quits_floor name)
  cmake_parse_arguments(FLOOR "" "" "SOURCES;USES;OFTEN_READ" ${ARGN})
  add_library(quits_${name} STATIC ${FLOOR_SOURCES})
  target_include_directories(quits_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(quits_${name} PUBLIC ${FLOOR_USES} PRIVATE quits_warnings)
  if(FLOOR_OFTEN_READ OR NOT TARGET quits_base OR name STREQUAL "base")
    list(TRANSFORM FLOOR_OFTEN_READ PREPEND "${CMAKE_SOURCE_DIR}/")
    target_precompile_headers(quits_${name} PRIVATE ${QUITS_OFTEN_READ} ${FLOOR_OFTEN_READ})
  else()
    target_precompile_headers(quits_${name} REUSE_FROM quits_base)
  endif()
endfunction()
