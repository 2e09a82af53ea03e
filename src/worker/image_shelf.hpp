// Which of the engine's images Carrot pulled, in the order of their last use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/sqlite.hpp"

namespace carrot::worker {

/// Where an image came from. The names stand in the file: never rename one.
enum class ImageOrigin : std::uint8_t {
    pulled,  ///< by Carrot: counts against the disk budget, and may be evicted
    found,   ///< it was there, and its registry gives it to this machine
};

struct ShelvedImage {
    std::string reference;   ///< normalized, with its tag or digest
    std::string image_id{};  ///< empty while a pull goes on
    std::uint64_t size_bytes = 0;
    ImageOrigin origin = ImageOrigin::pulled;
};

/// images.sqlite in the worker's folder. Every write is durable when it returns. Thread-safe.
class ImageShelf {
public:
    static Result<ImageShelf> open(const std::filesystem::path& file);

    /// Before a pull: what a crash then leaves in the engine is Carrot's.
    Result<void> intend(const std::string& reference);

    /// In place of the intention; as the last used.
    Result<void> put(const ShelvedImage& image);

    /// Nothing happens where the pair isn't known.
    Result<void> touch(const std::string& reference, const std::string& image_id);
    Result<void> forget(const std::string& reference, const std::string& image_id);

    Result<bool> has(const std::string& reference, const std::string& image_id);

    /// The longest unused first; intentions too.
    Result<std::vector<ShelvedImage>> all();

private:
    explicit ImageShelf(sqlite::Database database) : database_(std::move(database)) {}

    std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
    sqlite::Database database_;
};

}  // namespace carrot::worker
