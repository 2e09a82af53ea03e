#include "http/pending_response.hpp"

#include <mutex>
#include <utility>

namespace carrot::http {

struct PendingResponse::State {
    std::mutex mutex;
    bool is_set = false;
    std::optional<Response> response;
    std::function<void()> wake;
};

PendingResponse::PendingResponse() : state_(std::make_unique<State>()) {}
PendingResponse::~PendingResponse() = default;

void PendingResponse::set(Response response) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(state_->mutex);
        if (std::exchange(state_->is_set, true)) return;
        state_->response = std::move(response);
        wake = std::exchange(state_->wake, nullptr);
    }
    if (wake) wake();
}

void PendingResponse::on_set(std::function<void()> wake) {
    {
        const std::lock_guard lock(state_->mutex);
        if (!state_->is_set) {
            state_->wake = std::move(wake);
            return;
        }
    }
    wake();
}

std::optional<Response> PendingResponse::take() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->response, std::nullopt);
}

}  // namespace carrot::http
