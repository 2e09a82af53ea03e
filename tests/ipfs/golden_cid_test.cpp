// The same content gives the same CID as npm's ipfs-unixfs-importer (golden/cids.json, made by
// tests/js/ipfs_cids.mjs) and as boxo, Kubo's library (golden/boxo_cids.json, made by
// tests/go/boxo_cids).
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <filesystem>

#include "content.hpp"
#include "ipfs/detail/directory_builder.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct GoldenCids : testing::TestWithParam<const char*> {
    TemporaryStore store;
    TemporaryDirectory folder;

    static json::value golden() {
        const auto file = fs::path(CARROT_SOURCE_DIR) / "tests/ipfs/golden" / GetParam();
        return json::parse(as_text(read_file(file, 1 << 20).value()));
    }
};

UnixFsProfile profile_named(std::string_view name) {
    if (name == "unixfs-v0-2015") return unixfs_v0_2015;
    if (name == "unixfs-v1-2025") return unixfs_v1_2025;
    if (name == "importer-default")
        return {
            .chunk_bytes = 256 * 1024, .max_links = 174, .directory_size = DirectorySize::links};
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

// `count` files of `i % content_bytes` bytes, their names padded to one length; without a disk,
// which would take most of the time.
Cid wide_folder(MemoryBlocks& blocks, const json::value& folder) {
    const auto number = [&](const char* name) {
        return folder.at(name).to_number<std::uint32_t>();
    };
    const auto profile = profile_named(folder.at("profile").as_string());
    DirectoryBuilder directory(blocks, profile);
    for (std::uint32_t i = 0; i < number("count"); ++i) {
        const auto width = number(i + 1 == number("count") ? "last_name_bytes" : "name_bytes");
        FileBuilder file(blocks, profile);
        EXPECT_TRUE(file.write(pseudo_random_bytes(i % number("content_bytes"), i)));
        EXPECT_TRUE(directory.add(fmt::format("{:n>{}}", i, width), *file.finish()));
    }
    return directory.finish().value().cid;
}

TEST_P(GoldenCids, OfBytesAreTheSame) {
    for (const auto& entry : golden().at("files").as_array()) {
        const auto size = entry.at("size").to_number<std::uint32_t>();
        const auto profile = profile_named(entry.at("profile").as_string());
        const auto added = add_bytes(*store, pseudo_random_bytes(size, size), {.profile = profile});
        ASSERT_TRUE(added) << added.error().message;
        EXPECT_EQ(added->cid.to_string(), entry.at("cid").as_string()) << entry;
        EXPECT_EQ(added->content_bytes, size);
    }
}

TEST_P(GoldenCids, OfFilesOnDiskAreTheSame) {
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

TEST_P(GoldenCids, OfDirectoriesAreTheSame) {
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

// Around the size where sharding begins, and far above it.
TEST_P(GoldenCids, OfFoldersOfManyFilesAreTheSame) {
    for (const auto& entry : golden().at("wide").as_array()) {
        MemoryBlocks blocks;
        const auto cid = wide_folder(blocks, entry);
        EXPECT_EQ(cid.to_string(), entry.at("cid").as_string()) << entry;
        const auto listed = list_directory(blocks, cid);
        ASSERT_TRUE(listed) << listed.error().message;
        EXPECT_EQ(listed->size(), entry.at("count").to_number<std::size_t>());
    }
}

INSTANTIATE_TEST_SUITE_P(OfTheNpmImporter, GoldenCids, testing::Values("cids.json"));
INSTANTIATE_TEST_SUITE_P(OfBoxo, GoldenCids, testing::Values("boxo_cids.json"));

}  // namespace
}  // namespace carrot::ipfs::tests
