#include "ledger/closer.hpp"

#include <condition_variable>
#include <mutex>

#include "base/log.hpp"

namespace carrot::ledger {
namespace {

constexpr std::chrono::seconds retry_after{1};

// Real time: a disk fills and empties whatever the ledger's clock says.
void wait_before_retry(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, std::move(stop), retry_after, [] { return false; });
}

}  // namespace

Closer::Closer(Ledger& ledger, std::chrono::milliseconds interval)
    : ledger_(ledger),
      interval_(interval),
      closing_([this](std::stop_token stop) { close_pending(std::move(stop)); }),
      beating_([this](std::stop_token stop) { beat(std::move(stop)); }) {}

Closer::~Closer() { stop(); }

void Closer::stop() {
    if (!closing_.joinable()) return;
    beating_.request_stop();
    closing_.request_stop();
    beating_.join();
    closing_.join();
    if (ledger_.has_pending()) close_or_wait({});
}

void Closer::close_pending(std::stop_token stop) {
    while (!stop.stop_requested()) {
        const bool pending = ledger_.wait_for_pending(stop);
        if (stop.stop_requested()) return;
        if (pending || due_.exchange(false)) close_or_wait(stop);
    }
}

void Closer::beat(std::stop_token stop) {
    while (ledger_.clock().sleep_for(interval_, stop)) {
        due_ = true;
        ledger_.wake();
    }
}

void Closer::close_or_wait(std::stop_token stop) {
    const auto closed = ledger_.close();
    if (closed) {
        log::debug("ledger", "closed ledger {} with {} transactions", closed->sequence,
                   closed->transactions);
        return;
    }
    log::error("ledger", "could not close a ledger: {}", closed.error().message);
    if (stop.stop_possible()) wait_before_retry(std::move(stop));
}

}  // namespace carrot::ledger
