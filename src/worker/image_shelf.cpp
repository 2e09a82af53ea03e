#include "worker/image_shelf.hpp"

#include <string_view>
#include <utility>

namespace carrot::worker {
namespace {

/// last_use counts uses, not time: an owner who sets the clock changes no order.
constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS image ("
    "  reference TEXT NOT NULL,"
    "  image_id TEXT NOT NULL,"
    "  size_bytes INTEGER NOT NULL,"
    "  origin TEXT NOT NULL,"
    "  last_use INTEGER NOT NULL,"
    "  PRIMARY KEY (reference, image_id));";

constexpr std::string_view next_use = "(SELECT ifnull(max(last_use), 0) + 1 FROM image)";

std::string_view name_of(ImageOrigin origin) {
    return origin == ImageOrigin::pulled ? "pulled" : "found";
}

}  // namespace

Result<ImageShelf> ImageShelf::open(const std::filesystem::path& file) {
    auto database = TRY(sqlite::Database::open(file));
    TRY(database.execute(schema));
    return ImageShelf(std::move(database));
}

Result<void> ImageShelf::intend(const std::string& reference) {
    return put({.reference = reference});
}

Result<void> ImageShelf::put(const ShelvedImage& image) {
    const std::lock_guard guard(*mutex_);
    auto transaction = TRY(sqlite::Transaction::begin(database_));
    auto drop =
        TRY(database_.prepare("DELETE FROM image WHERE reference = ? AND image_id IN ('', ?)"));
    TRY(drop.run(image.reference, image.image_id));
    auto insert =
        TRY(database_.prepare(fmt::format("INSERT INTO image VALUES (?, ?, ?, ?, {})", next_use)));
    TRY(insert.run(image.reference, image.image_id, image.size_bytes, name_of(image.origin)));
    return transaction.commit();
}

/// The one used last is left as it is: one image used by job after job costs no write.
Result<void> ImageShelf::touch(const std::string& reference, const std::string& image_id) {
    const std::lock_guard guard(*mutex_);
    auto newest =
        TRY(database_.prepare("SELECT 1 FROM image WHERE reference = ? AND image_id = ? AND "
                              "last_use = (SELECT max(last_use) FROM image)"));
    TRY(newest.bind(reference, image_id));
    const bool is_newest = TRY(newest.next());
    newest.reset();
    if (is_newest) return {};
    auto update = TRY(database_.prepare(fmt::format(
        "UPDATE image SET last_use = {} WHERE reference = ? AND image_id = ?", next_use)));
    return update.run(reference, image_id);
}

Result<void> ImageShelf::forget(const std::string& reference, const std::string& image_id) {
    const std::lock_guard guard(*mutex_);
    auto drop = TRY(database_.prepare("DELETE FROM image WHERE reference = ? AND image_id = ?"));
    return drop.run(reference, image_id);
}

Result<bool> ImageShelf::has(const std::string& reference, const std::string& image_id) {
    const std::lock_guard guard(*mutex_);
    auto select =
        TRY(database_.prepare("SELECT 1 FROM image WHERE reference = ? AND image_id = ?"));
    TRY(select.bind(reference, image_id));
    return select.next();
}

Result<std::vector<ShelvedImage>> ImageShelf::all() {
    const std::lock_guard guard(*mutex_);
    auto select = TRY(database_.prepare(
        "SELECT reference, image_id, size_bytes, origin FROM image ORDER BY last_use"));
    TRY(select.bind());
    std::vector<ShelvedImage> images;
    while (TRY(select.next()))
        images.push_back({.reference = std::string(select.text(0)),
                          .image_id = std::string(select.text(1)),
                          .size_bytes = static_cast<std::uint64_t>(select.integer(2)),
                          .origin = select.text(3) == name_of(ImageOrigin::pulled)
                                        ? ImageOrigin::pulled
                                        : ImageOrigin::found});
    return images;
}

}  // namespace carrot::worker
