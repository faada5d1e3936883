// quits: see cli/program.h.
#include <google/protobuf/stubs/logging.h>

#include "cli/program.h"

int main(int count, char** words) {
  google::protobuf::SetLogHandler(
      nullptr);  // what is wrong with a text is said by an Error, not by its parser
  quits::SystemClock clock;
  return quits::cli::run_program(clock, {words, words + count});
}
