#include "service/key_file.h"

#include <fmt/core.h>
#include <openssl/crypto.h>
#include <sys/stat.h>

#include <filesystem>

#include "service/wire.h"
#include "service/write_once.h"

namespace quits::service {
namespace {

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

struct Secret {
  std::string text;
  ~Secret() { OPENSSL_cleanse(text.data(), text.size()); }
};

tl::unexpected<Error> in_file(Error error, const std::string& path) {
  error.place.file = path;
  return refuse(std::move(error));
}

Status check_rights(const std::string& path) {
  struct stat file {};
  if (stat(path.c_str(), &file) != 0 || (file.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return refuse(Code::bad_value, fmt::format("others may read or write the private key {}", path),
                fmt::format("chmod 600 {}", path));
}

}  // namespace

Result<proof::SigningKey> read_key(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return refuse(Code::bad_value, fmt::format("{} is a folder, expected the file of a key", path));
  }
  Secret secret;
  TRY(secret.text, read_text(path));
  if (secret.text.starts_with("SQLite format 3")) {
    return in_file({Code::malformed_text,
                    "this is a book, expected the file of a key",
                    "name a book with --book",
                    {}},
                   path);
  }
  TRY_STATUS(check_rights(path));
  std::string_view line = secret.text;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  auto key = proof::SigningKey::parse(line);
  if (!key) return in_file(key.error(), path);
  return key;
}

Status write_key(const std::string& path, const proof::SigningKey& key) {
  Secret secret{key.to_text() + "\n"};
  return write_once(path, secret.text, kOwnerOnly);
}

}  // namespace quits::service
