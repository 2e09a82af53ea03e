#include "worker/status_board.hpp"

#include <utility>

#include "base/log.hpp"

namespace carrot::worker {

StatusBoard::StatusBoard(Clock& clock, std::map<Verdict, std::uint64_t> ended)
    : clock_(clock),
      started_at_(clock.now()),
      started_since_boot_(clock.since_boot()),
      ended_(std::move(ended)) {}

void StatusBoard::note_chain(const Result<void>& looked) {
    const std::lock_guard lock(mutex_);
    if (looked) {
        if (chain_failure_) log::info("worker", "looking for jobs again");
        chain_failure_.reset();
        return;
    }
    const auto& message = looked.error().message;
    if (!chain_failure_ || chain_failure_->message != message)
        log::warning("worker", "could not look for jobs, and will try again: {}", message);
    if (!chain_failure_) chain_failure_ = ChainFailure{{}, clock_.now()};
    chain_failure_->message = message;
    last_trouble_ = Trouble{.message = message, .at = clock_.now()};
}

void StatusBoard::note_ledger(const ChainLedger& ledger) {
    const std::lock_guard lock(mutex_);
    if (ledger_ && ledger.number <= ledger_->number) return;
    ledger_ = ledger;
    ledger_since_boot_ = clock_.since_boot();
}

void StatusBoard::note_trouble(std::string message) {
    const std::lock_guard lock(mutex_);
    last_trouble_ = Trouble{.message = std::move(message), .at = clock_.now()};
}

void StatusBoard::note_end(Verdict verdict) {
    const std::lock_guard lock(mutex_);
    ++ended_[verdict];
}

std::map<Verdict, std::uint64_t> StatusBoard::ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
}

std::optional<ChainFailure> StatusBoard::chain_failure() const {
    const std::lock_guard lock(mutex_);
    return chain_failure_;
}

std::optional<SeenLedger> StatusBoard::ledger() const {
    const std::lock_guard lock(mutex_);
    if (!ledger_) return std::nullopt;
    return SeenLedger{.number = ledger_->number,
                      .closed_at = ledger_->closed_at,
                      .age = clock_.since_boot() - ledger_since_boot_};
}

std::optional<Trouble> StatusBoard::last_trouble() const {
    const std::lock_guard lock(mutex_);
    return last_trouble_;
}

std::chrono::milliseconds StatusBoard::uptime() const {
    return clock_.since_boot() - started_since_boot_;
}

}  // namespace carrot::worker
