# quits_floor(NAME SOURCES a.cpp ... [USES quits_base fmt::fmt ...])
# One folder, one static library `quits_NAME`, one namespace `quits::NAME`.
function(quits_floor name)
  cmake_parse_arguments(FLOOR "" "" "SOURCES;USES" ${ARGN})
  add_library(quits_${name} STATIC ${FLOOR_SOURCES})
  target_include_directories(quits_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(quits_${name} PUBLIC ${FLOOR_USES} PRIVATE quits_warnings)
endfunction()
