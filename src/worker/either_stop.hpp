// One stop token out of two.
#pragma once

#include <stop_token>

namespace carrot::worker {

/// Its token's stop is requested when either of the two is, for as long as this lives.
class EitherStop {
public:
    EitherStop(const std::stop_token& one, const std::stop_token& other)
        : from_one_(one, Forward{source_}), from_other_(other, Forward{source_}) {}

    std::stop_token token() const { return source_.get_token(); }

private:
    struct Forward {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };
    std::stop_source source_;
    std::stop_callback<Forward> from_one_, from_other_;
};

}  // namespace carrot::worker
