# quits_protocol(): the messages under proto/ as one library, its headers as <quits/v1/x.pb.h>.
find_package(Protobuf REQUIRED)
function(quits_protocol)
  file(GLOB protos CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/quits/v1/*.proto")
  set(out "${CMAKE_BINARY_DIR}/generated/proto")
  set(sources)
  foreach(proto IN LISTS protos)
    get_filename_component(name "${proto}" NAME_WE)
    add_custom_command(
      OUTPUT "${out}/quits/v1/${name}.pb.cc" "${out}/quits/v1/${name}.pb.h"
      COMMAND ${CMAKE_COMMAND} -E make_directory "${out}"
      COMMAND protobuf::protoc "--cpp_out=${out}" -I "${CMAKE_CURRENT_SOURCE_DIR}" "${proto}"
      DEPENDS ${protos}
      COMMENT "protoc ${name}.proto")
    list(APPEND sources "${out}/quits/v1/${name}.pb.cc")
  endforeach()
  add_library(quits_protocol STATIC ${sources})
  target_include_directories(quits_protocol SYSTEM PUBLIC "${out}")
  # Generated code is not ours to check: without sanitizers and debug information it builds four times as fast.
  target_compile_options(quits_protocol PRIVATE -g0 $<$<BOOL:${QUITS_ASAN}>:-fno-sanitize=all>)
  target_link_libraries(quits_protocol PUBLIC protobuf::libprotobuf)
  set_target_properties(quits_protocol PROPERTIES CXX_CLANG_TIDY "")  # generated: nobody would mend it
endfunction()
