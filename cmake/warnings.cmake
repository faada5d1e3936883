# Every warning and every sanitizer is switched here and nowhere else.
option(QUITS_WERROR "Warnings are errors" OFF)
option(QUITS_ASAN "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(QUITS_TSAN "ThreadSanitizer" OFF)

# Not here: -Wnull-dereference, which g++ 12 reports inside its own streams once they are inlined.
add_library(quits_warnings INTERFACE)
target_compile_options(quits_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wunused
  -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough)
if(QUITS_WERROR)
  target_compile_options(quits_warnings INTERFACE -Werror)
endif()

# Sanitizers change the ABI of containers: they go to every target, ours and generated. UBSan looks at what computes: in
# tests and the command line it would cost a quarter of their compile time (quits_computes_nothing).
if(QUITS_ASAN)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
function(quits_computes_nothing target)
  target_compile_options(${target} PRIVATE $<$<BOOL:${QUITS_ASAN}>:-fno-sanitize=undefined>)
endfunction()
if(QUITS_TSAN)
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Precompiled headers are cached only when ccache is told to trust them.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  # clang writes the time into a precompiled header, and no cache finds it again.
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
  endif()
endif()
