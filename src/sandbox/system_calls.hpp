// The system calls that a job may make, as a filter in the form of Docker's seccomp profiles
// (https://docs.docker.com/engine/security/seccomp/).
//
// It is an allow-list in the manner of engines' own defaults, and stands in their place because
// those differ by version: Docker 20.10's lets jobs talk to the hypervisor (AF_VSOCK, which no
// network namespace holds) and to io_uring. Closed are also 32-bit system calls, whose
// socketcall(2) hides its arguments from filters.
#pragma once

#include <string>

namespace carrot::sandbox {

/// What isn't allowed fails with EPERM; clone3 with ENOSYS, so that libraries take clone, whose
/// flags a filter can read. Always the same text.
std::string system_call_filter();

}  // namespace carrot::sandbox
