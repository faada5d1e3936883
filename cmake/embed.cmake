# quits_embed(TARGET FOLDER NAME): every file of a folder of the project becomes a constant.
#   examples/first-quarter/sales.csv  ->  an element of quits::NAME::kFiles  in "<target's floor>/NAME.h"
function(quits_embed target folder name)
  get_filename_component(floor "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  set(out "${CMAKE_BINARY_DIR}/generated/${floor}/${name}.h")
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*")
  string(SHA256 list "${files}")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} "-DFOLDER=${CMAKE_SOURCE_DIR}/${folder}" -DFOLDER_NAME=${folder} -DNAME=${name} "-DOUT=${out}" -DLIST=${list}
            -P "${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake"
    DEPENDS ${files} "${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake"
    COMMENT "${folder} becomes constants")
  target_sources(${target} PRIVATE "${out}")
  target_include_directories(${target} PRIVATE "${CMAKE_BINARY_DIR}/generated")
endfunction()
