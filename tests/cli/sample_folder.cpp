#include "tests/cli/sample_folder.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <system_error>

namespace quits::test {
namespace {

constexpr const char* kFacts = R"(source: "shop"
fact { id: "party-NORD" party_registered { key: "NORD" name: "Nord GmbH" country: "DE" } }
fact { id: "party-DUO" party_registered { key: "DUO" name: "Duo Ltd" } }
fact { id: "party-BARE" party_registered { key: "BARE" name: "Bare Ltd" } }
fact { id: "sale-1" sale { seller: "NORD" on: "2024-01-10" amount: "1000" } }
fact { id: "sale-2" sale { seller: "NORD" on: "2024-01-11" amount: "500" } }
fact { id: "course-1" training_delivered { partner: "NORD" item: "course" seats: 1 on: "2024-01-12" } }
fact { id: "refund-1" refund { sale { id: "sale-1" } on: "2024-01-20" amount: "400" reason: "returned" } }
fact { id: "undo-2" reversal { of { id: "sale-2" } on: "2024-01-21" reason: "sold twice" } }
fact { id: "sale-3" sale { seller: "SUED" on: "2024-02-10" amount: "700" } }
fact { id: "sale-4" sale { seller: "NORD" on: "2024-03-10" amount: "800" } }
fact { id: "adjustment-1" adjustment { partner: "NORD" earner: SIDE_PARTNER amount: "12" on: "2024-04-02" reason: "goodwill" } }
fact { id: "sale-5" sale { seller: "NORD" on: "2024-04-10" amount: "900" } }
fact { id: "sale-6" sale { seller: "SUED" on: "2024-05-10" amount: "900" } }
)";

// Parties before agreements before sales: cut where the agreements belong.
std::string parties() {
  return std::string(kFacts, std::string(kFacts).find("fact { id: \"sale-1\""));
}

constexpr const char* kSecondTerms = R"(title: "Reseller, second version" currency: "EUR"
plan { name: "standard" rule: RULE_FLAT basis: BASIS_PER_PERIOD band { from: "0" rate: "12 %" } }
)";

}  // namespace

std::string sound_terms() {
  return R"(title: "Reseller"
currency: "EUR"
plan {
  name: "standard"
  rule: RULE_FLAT
  basis: BASIS_PER_PERIOD
  band { from: "0" rate: "10 %" }
}
price { item: "course" category: CATEGORY_TRAINING unit_price: "500" unit: "seat" }
price { item: "advice" category: CATEGORY_SERVICE unit_price: "90" unit: "hour" }
price { item: "palace" category: CATEGORY_SERVICE unit_price: "9000000000000" unit: "piece" }
payment { due_days: 14 }
)";
}

std::string sound_mapping() {
  return R"(source: "billing"
fact: "sale"
identity { column: "id" }
map { field: "seller" column: "partner" }
map { field: "on" column: "day" }
map { field: "amount" column: "amount" }
)";
}

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool begun = false;
  bool quoted = false;
  for (const char letter : line) {
    if (letter == '\'') {
      quoted = !quoted;
      begun = true;
    } else if (letter == ' ' && !quoted) {
      if (begun) words.push_back(std::move(word));
      word.clear();
      begun = false;
    } else {
      word += letter;
      begun = true;
    }
  }
  if (begun) words.push_back(std::move(word));
  return words;
}

SampleFolder::SampleFolder() {
  write("reseller.terms", sound_terms());
  write("second.terms", kSecondTerms);
  write("sales.mapping", sound_mapping());
  write("sales.csv", "id,partner,day,amount\n1,NORD,2024-04-03,10\n2,SUED,2024-04-04,20\n");
  write("parties.txtpb", parties());
  write("facts.txtpb", kFacts);
  must("init --operator ACME --name 'ACME Ltd'");
  must("party add SUED --name 'Sued AG' --country AT");
  must("record parties.txtpb");
  for (const char* agreement : {"nord --partner NORD", "sued --partner SUED", "duo-a --partner DUO",
                                "duo-b --partner DUO"}) {
    must(std::string("agreement propose reseller.terms --from 2024-01-01 --agreement ") +
         agreement);
  }
  for (const char* agreement : {"nord", "sued", "duo-a", "duo-b"})
    must(std::string("agreement accept --version 1 ") + agreement);
  must("agreement propose second.terms --from 2024-01-15 --agreement sued --partner SUED");
  must("record facts.txtpb");
  must("period close 2024-01");
  must("settle 2024-01 --on 2024-02-05");
  must("period close 2024-02");
  must("period close 2024-03");
  std::filesystem::copy_file(book(), path("pristine"));
}

void SampleFolder::must(const std::string& line) const {
  const Outcome outcome = quits(line);
  if (outcome.exit_code != 0) throw std::runtime_error("quits " + line + ": " + outcome.errors);
}

Outcome SampleFolder::run(std::vector<std::string> words) const {
  return test::run(std::move(words), {.environment = {{"QUITS_BOOK", "book.quits"},
                                                      {"QUITS_ACTOR", "anna"},
                                                      {"QUITS", quits_program()}},
                                      .directory = scratch_.path()});
}

Outcome SampleFolder::quits(const std::string& line, const std::string& input) const {
  std::vector<std::string> words = words_of(line);
  words.insert(words.begin(), quits_program());
  return test::run(std::move(words),
                   {.input = input,
                    .environment = {{"QUITS_BOOK", "book.quits"}, {"QUITS_ACTOR", "anna"}},
                    .directory = scratch_.path()});
}

std::string SampleFolder::state() const {
  const Outcome verified = quits("verify");
  EXPECT_EQ(verified.exit_code, 0) << verified;
  // The first two lines: the number of entries, and the root.
  const std::size_t first = verified.output.find('\n');
  const std::size_t second = verified.output.find('\n', first + 1);
  return verified.output.substr(0, second) + "\n" + quits("entries --csv --limit 100000").output;
}

void SampleFolder::restore() const {
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(book().string() + ending);
  std::filesystem::copy_file(path("pristine"), book());
}

void SampleFolder::write(const std::string& name, const std::string& contents) const {
  scratch_.write(name, contents);
}

std::string SampleFolder::take_rejects(const std::string& name) const {
  const std::filesystem::path file = path(name + ".rejects.csv");
  if (!std::filesystem::exists(file)) return {};
  std::string rows = read_file(file);
  std::filesystem::remove(file);
  return rows;
}

}  // namespace quits::test
