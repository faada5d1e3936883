// A bounded queue between one thread that makes batches and one that takes them. Either side may
// end it: close() by the maker (what is queued is still taken), abandon() by the taker (nothing
// more is wanted).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace quits::exchange {

template <class Batch>
class BatchQueue {
 public:
  explicit BatchQueue(std::size_t batches_max) : batches_max_(batches_max) {}

  // Waits for room. False: nobody wants more.
  bool push(Batch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || batches_.size() < batches_max_; });
    if (ended_) return false;
    batches_.push_back(std::move(batch));
    changed_.notify_all();
    return true;
  }

  // Waits for a batch. Nothing: there are no more.
  std::optional<Batch> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !batches_.empty(); });
    if (batches_.empty()) return std::nullopt;
    std::optional<Batch> batch(std::move(batches_.front()));
    batches_.pop_front();
    changed_.notify_all();
    return batch;
  }

  void close() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  void abandon() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    batches_.clear();
    changed_.notify_all();
  }

 private:
  const std::size_t batches_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> batches_;
  bool ended_ = false;
};

}  // namespace quits::exchange
