#include "worker/chain.hpp"

namespace carrot::worker {

std::string_view name_of(ChainStatus status) {
    switch (status) {
        case ChainStatus::open:
            return "open";
        case ChainStatus::claimed:
            return "claimed";
        case ChainStatus::completed:
            return "completed";
        case ChainStatus::cancelled:
            return "cancelled";
    }
    return "unknown";
}

std::string_view name_of(CallKind kind) {
    switch (kind) {
        case CallKind::claim:
            return "claim";
        case CallKind::complete:
            return "complete";
        case CallKind::release:
            return "release";
    }
    return "unknown";
}

}  // namespace carrot::worker
