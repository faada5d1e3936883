// Levels as messages.
#pragma once

#include <quits/v1/view_level.pb.h>

#include <optional>
#include <span>

#include "base/result.h"
#include "program/agreements.h"
#include "service/book_file.h"

namespace quits::cli {

enum class LevelDetail { row, whole };

// The level of an agreement on a day; `versions` are all of it. None where no terms are in force
// then, or they have no levels.
std::optional<v1::LevelView> level_of(service::BookFile& file,
                                      std::span<const program::AgreementVersion> versions, Date on,
                                      LevelDetail detail);

}  // namespace quits::cli
