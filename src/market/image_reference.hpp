// The name of a container image.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace carrot::market {

/// `[domain[:port]/]path[:tag][@sha256:…]` in the reference grammar that the OCI distribution
/// specification and Docker share.
struct ImageReference {
    std::string domain;  ///< with its port; empty when the engine's default registry is meant
    std::string path;    ///< lower-case components between slashes
    std::string tag;     ///< empty when none is written
    std::string digest;  ///< "sha256:" and 64 hex digits, or empty

    bool operator==(const ImageReference&) const = default;

    /// What Docker and Podman take it for: docker.io where no registry is named, library/ before a
    /// single word there, the tag latest where there is neither tag nor digest. A tag beside a
    /// digest is left out, since the digest decides. Registries are written in small letters.
    ImageReference normalized() const;

    std::string repository() const;  ///< domain/path
    std::string text() const;        ///< domain/path:tag@digest, as far as they are there
};

/// Limits: a name of 255 bytes, a tag of 128. Only sha256 digests are accepted, and no name of 64
/// hex digits, which engines take for an image's id.
Result<ImageReference> parse_image_reference(std::string_view text);

}  // namespace carrot::market
