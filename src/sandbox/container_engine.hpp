// The seam to whatever runs containers. Every function may also fail with unavailable (the engine
// does not answer: trying again may help), permission_denied (its socket is closed to this user),
// cancelled (a stop was requested) and internal (it answered what its API does not allow).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sandbox/container.hpp"
#include "sandbox/container_output.hpp"

namespace carrot::sandbox {

/// Sums over the layers that are downloaded, compressed; layers that the engine had don't count.
struct PullProgress {
    std::string status;  ///< the engine's words: "Downloading"
    std::uint64_t done_bytes = 0;
    std::uint64_t total_bytes = 0;  ///< of the layers seen so far
};
using OnPullProgress = std::function<void(const PullProgress&)>;

/// Either a name and a password or a token. Never in a message.
struct RegistryLogin {
    std::string server;  ///< as the credential store names it
    std::string username{};
    std::string password{};
    std::string identity_token{};
};

struct PullOptions {
    OnPullProgress on_progress{};          ///< called in the caller's thread; may be empty
    std::optional<RegistryLogin> login{};  ///< none: as anybody
};

using OnOutput = std::function<Result<void>(OutputChunk)>;

/// What a copy out of a container may amount to.
struct CopyLimits {
    std::uint64_t content_bytes = std::uint64_t{1} << 30;
    std::size_t entries = 10'000;  ///< files and folders
    std::size_t path_bytes = 1024;
    std::size_t depth = 64;
};

struct CopySummary {
    std::size_t files = 0;
    std::uint64_t content_bytes = 0;
    /// "latest: a symbolic link", one for each thing that is neither a file nor a folder, or whose
    /// name is not one: at most 100, then one that counts the rest.
    std::vector<std::string> left_out;
};

/// Image names are references in the OCI grammar (market/image_reference.hpp checks them); anything
/// else is invalid_argument. All calls block; any number of threads may call at once.
class ContainerEngine {
public:
    virtual ~ContainerEngine() = default;

    /// unavailable when nothing answers at the socket.
    virtual Result<EngineFacts> fetch_facts(std::stop_token stop = {}) = 0;

    /// not_found when the engine has no such image.
    virtual Result<Image> inspect_image(std::string_view image, std::stop_token stop = {}) = 0;

    /// Downloads an image by name with its tag or digest. A stop ends the engine's download too.
    /// not_found when the registry has none, permission_denied when it asks for a login or another
    /// one (many say so of images that they don't have), unavailable when no registry answers or it
    /// can't now, corrupt_data when it gives other bytes than it promised, failed_precondition when
    /// the image is not for this machine, resource_exhausted when the engine's disk is full.
    virtual Result<Image> pull_image(std::string_view image, const PullOptions& options,
                                     std::stop_token stop) = 0;

    /// The digest by which the image's registry gives it to this login; downloads nothing, and asks
    /// the registry even about what the engine has. Errors as pull_image()'s; not_found also from
    /// engines without this call, such as Podman.
    virtual Result<std::string> find_in_registry(std::string_view image,
                                                 const std::optional<RegistryLogin>& login,
                                                 std::stop_token stop = {}) = 0;

    /// Makes an image of one layer out of a root file system's tar file. `image` is name:tag, which
    /// moves to the new image when another has it. not_found (no such file), corrupt_data (no tar),
    /// resource_exhausted (the engine's disk is full).
    virtual Result<Image> import_image(std::string_view image, const std::filesystem::path& tar,
                                       std::stop_token stop) = 0;

    /// Every image that has a name, or had one before its tag moved.
    virtual Result<std::vector<Image>> list_images(std::stop_token stop = {}) = 0;

    /// Takes one name (with tag or digest) from an image, and with the last one the image; or, by
    /// its id, an image with all its names. Success when it is gone; failed_precondition when a
    /// container, even one that has ended, is made of it, or an id has several names.
    virtual Result<void> remove_image(std::string_view image_or_id, std::stop_token stop = {}) = 0;

    /// already_exists when a container has that name, not_found when the image is missing,
    /// failed_precondition when the engine can't hold a limit that the configuration asks for, or
    /// has made a container that is weaker than that.
    virtual Result<ContainerId> create_container(const ContainerConfig& config,
                                                 std::stop_token stop = {}) = 0;

    /// Everything that a container will write; call it before start().
    virtual Result<std::unique_ptr<ContainerOutput>> attach(const ContainerId& id,
                                                            std::stop_token stop = {}) = 0;

    /// What a container has written so far, as far as the engine kept it, and, while it runs, what
    /// it writes from now on, until it ends. An error from `on_chunk` ends the reading with it.
    virtual Result<void> follow_logs(const ContainerId& id, const OnOutput& on_chunk,
                                     std::stop_token stop) = 0;

    /// Starting a running container does nothing. invalid_argument when its command can't be
    /// executed, not_found when its name is not in the image.
    virtual Result<void> start(const ContainerId& id, std::stop_token stop = {}) = 0;

    /// Blocks until the container does not run, and says how it ended.
    virtual Result<ContainerState> wait(const ContainerId& id, std::stop_token stop = {}) = 0;

    /// SIGTERM to its first process, SIGKILL to all after `grace`; returns when it is over. Does
    /// nothing to a container that does not run.
    virtual Result<void> stop(const ContainerId& id, std::chrono::seconds grace,
                              std::stop_token stop = {}) = 0;

    /// not_found when there is no such container. `id_or_name` as in ContainerConfig::name.
    virtual Result<ContainerState> inspect(std::string_view id_or_name,
                                           std::stop_token stop = {}) = 0;

    /// Copies a folder of the container's into `destination`, which must exist and be empty.
    /// Regular files and folders only; nothing is written outside. failed_precondition beyond the
    /// limits, resource_exhausted when this machine's disk is full, not_found when the container
    /// has no such folder, corrupt_data for a broken archive.
    virtual Result<CopySummary> copy_out(const ContainerId& id, std::string_view folder,
                                         const std::filesystem::path& destination,
                                         const CopyLimits& limits, std::stop_token stop = {}) = 0;

    /// Kills what runs, removes the container and its anonymous volumes; success when it is gone.
    virtual Result<void> remove(const ContainerId& id, std::stop_token stop = {}) = 0;

    /// Every container, in any state, that has all these labels.
    virtual Result<std::vector<ContainerState>> list(const Labels& labels,
                                                     std::stop_token stop = {}) = 0;
};

}  // namespace carrot::sandbox
