// Images as registries keep them: blobs and a manifest (Docker's image manifest, version 2, schema
// 2). https://distribution.github.io/distribution/spec/manifest-v2-2/
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/encoding.hpp"
#include "http/json.hpp"
#include "stellar/hash.hpp"

namespace carrot::tests {

inline constexpr const char* manifest_type = "application/vnd.docker.distribution.manifest.v2+json";

inline std::string digest_of(std::string_view content) {
    return "sha256:" + to_hex(stellar::sha256(as_bytes(content)));
}

struct RegistryImage {
    std::map<std::string, std::string> blobs;  ///< by digest: the configuration and the layers
    std::string manifest;
    std::string image_id;  ///< the configuration's digest

    std::string digest() const { return digest_of(manifest); }
};

/// Layers are tar archives. `config` is the image's, as in a Dockerfile: {"User": "root"}.
inline RegistryImage make_image(const std::vector<std::string>& layers,
                                const boost::json::object& config = {}) {
    namespace json = boost::json;
    RegistryImage image;
    json::array listed, diff_ids;
    for (const auto& layer : layers) {
        const auto digest = digest_of(layer);
        image.blobs[digest] = layer;
        diff_ids.emplace_back(digest);
        listed.push_back({{"mediaType", "application/vnd.docker.image.rootfs.diff.tar.gzip"},
                          {"size", layer.size()},
                          {"digest", digest}});
    }
    const auto configuration =
        http::format_json({{"architecture", "amd64"},
                           {"os", "linux"},
                           {"config", config},
                           {"rootfs", {{"type", "layers"}, {"diff_ids", diff_ids}}}});
    image.image_id = digest_of(configuration);
    image.blobs[image.image_id] = configuration;
    image.manifest =
        http::format_json({{"schemaVersion", 2},
                           {"mediaType", manifest_type},
                           {"config",
                            {{"mediaType", "application/vnd.docker.container.image.v1+json"},
                             {"size", configuration.size()},
                             {"digest", image.image_id}}},
                           {"layers", listed}});
    return image;
}

}  // namespace carrot::tests
