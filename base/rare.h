// A value that is nearly always its default: eight bytes until somebody edits it. Copies are deep.
//
//   struct Trace { ... Rare<TraceMore> more; };
//   if (trace.more->split) ...             reads, the default where nothing was edited
//   trace.more.edit().split = share;       makes it
#pragma once

#include <memory>
#include <utility>

namespace quits {

template <class T>
class Rare {
 public:
  Rare() = default;
  Rare(const Rare& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  Rare& operator=(const Rare& other) {
    if (this != &other) value_ = other.value_ ? std::make_unique<T>(*other.value_) : nullptr;
    return *this;
  }
  Rare& operator=(Rare&&) noexcept = default;
  ~Rare() = default;

  // False while it is known to be the default.
  bool is_edited() const { return value_ != nullptr; }
  const T& get() const { return value_ ? *value_ : default_value(); }
  const T* operator->() const { return &get(); }
  T& edit() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }
  void reset() { value_.reset(); }

  bool operator==(const Rare& other) const { return (!value_ && !other.value_) || get() == other.get(); }

 private:
  static const T& default_value() {
    static const T kDefault{};
    return kDefault;
  }

  std::unique_ptr<T> value_;
};

}  // namespace quits
