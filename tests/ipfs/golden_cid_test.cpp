// The same content gives the same CID as npm's ipfs-unixfs-importer; golden/cids.json is made by
// tests/js/ipfs_cids.mjs.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <filesystem>

#include "content.hpp"
#include "ipfs/importer.hpp"

namespace carrot::ipfs::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

json::value golden() {
    const auto text =
        read_file(fs::path(CARROT_SOURCE_DIR) / "tests/ipfs/golden/cids.json", 1 << 20);
    return json::parse(as_text(text.value()));
}

UnixFsProfile profile_named(std::string_view name) {
    if (name == "unixfs-v0-2015") return unixfs_v0_2015;
    if (name == "unixfs-v1-2025") return unixfs_v1_2025;
    if (name == "importer-default") return {.chunk_bytes = 256 * 1024, .max_links = 174};
    EXPECT_EQ(name, "tiny-nodes");
    return {.chunk_bytes = 100, .max_links = 3};
}

void make_tree(const fs::path& root, const json::object& entries) {
    fs::create_directories(root);
    for (const auto& [key, value] : entries) {
        const auto path = root / std::string(key);
        if (value.is_string()) {
            fs::create_directories(path.parent_path());
            fs::create_symlink(std::string(value.as_string()), path);
        } else if (key.ends_with('/')) {
            fs::create_directories(path);
        } else {
            const auto size = value.to_number<std::uint32_t>();
            write_test_file(path, pseudo_random_bytes(size, size));
        }
    }
}

TEST(GoldenCids, OfBytesAreThoseOfTheNpmImporter) {
    const TemporaryStore store;
    for (const auto& entry : golden().at("files").as_array()) {
        const auto size = entry.at("size").to_number<std::uint32_t>();
        const auto profile = profile_named(entry.at("profile").as_string());
        const auto added = add_bytes(*store, pseudo_random_bytes(size, size), {.profile = profile});
        ASSERT_TRUE(added) << added.error().message;
        EXPECT_EQ(added->cid.to_string(), entry.at("cid").as_string()) << entry;
        EXPECT_EQ(added->content_bytes, size);
    }
}

TEST(GoldenCids, OfFilesOnDiskAreThoseOfTheNpmImporter) {
    const TemporaryStore store;
    const TemporaryDirectory folder;
    for (const auto& entry : golden().at("files").as_array()) {
        const auto size = entry.at("size").to_number<std::uint32_t>();
        if (size > 10'000'000) continue;
        write_test_file(folder.path() / "file", pseudo_random_bytes(size, size));
        const auto added = add_file(*store, folder.path() / "file",
                                    {.profile = profile_named(entry.at("profile").as_string())});
        ASSERT_TRUE(added) << added.error().message;
        EXPECT_EQ(added->cid.to_string(), entry.at("cid").as_string()) << entry;
    }
}

TEST(GoldenCids, OfDirectoriesAreThoseOfTheNpmImporter) {
    const TemporaryStore store;
    const TemporaryDirectory folder;
    int number = 0;
    for (const auto& entry : golden().at("trees").as_array()) {
        const auto root = folder.path() / std::to_string(number++);
        make_tree(root, entry.at("entries").as_object());
        const auto added = add_directory(*store, root,
                                         {.profile = profile_named(entry.at("profile").as_string()),
                                          .symlinks = Symlinks::keep});
        ASSERT_TRUE(added) << added.error().message;
        EXPECT_EQ(added->cid.to_string(), entry.at("cid").as_string())
            << entry.at("name") << " " << entry.at("profile");
    }
}

}  // namespace
}  // namespace carrot::ipfs::tests
