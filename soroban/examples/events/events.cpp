#include "events/events.hpp"

#include "soroban/contract.hpp"

namespace events {

void Post::send(Address from, Address to, u32 weight, String subject) {
    from.require_auth();
    emit(LetterSent{from, to, weight, subject});
}

void Post::ring(Address by, u32 times) {
    by.require_auth();
    emit(BellRung{by, times});
}

}  // namespace events
