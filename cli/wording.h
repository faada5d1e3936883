// Pieces of text output that several commands share.
#pragma once

#include <quits/v1/view.pb.h>

#include <string>

#include "cli/table.h"

namespace quits::cli {

// "1190.00" is shown as "1,190.00".
Cell amount_cell(const std::string& amount);

// "0.8373" -> "83.73 %"; empty stays empty.
std::string percent_of(const std::string& share);

// "France SARL (FRANCE), FR, VAT FR123".
std::string party_text(const v1::PartyView& party);

// "2011-01-06T10:11:12.123456Z" -> "2011-01-06 10:11:12 UTC".
std::string time_text(const std::string& timestamp);

// A table whose columns need no titles.
std::string without_titles(const Table& table, Ink ink, std::size_t indent);

// "seats" of "seat". A symbol ("h", "kg") and what is no plain English word stay as they are.
std::string plural_of(const std::string& unit);

// "1 entry", "2 entries".
std::string counted(std::uint64_t number, const std::string& one, const std::string& many);

}  // namespace quits::cli
