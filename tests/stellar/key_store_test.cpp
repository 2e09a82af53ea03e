#include "stellar/key_store.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "stellar/golden.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::tests {

using namespace stellar;
using testing::HasSubstr;

namespace {

class KeyStoreTest : public testing::Test {
protected:
    void write(const std::string& name, const std::string& toml) {
        const auto folder = directory.path() / "identity";
        ASSERT_TRUE(make_directories(folder));
        ASSERT_TRUE(write_file(folder / (name + ".toml"), as_bytes(toml)));
    }

    TemporaryDirectory directory;
    KeyStore store{directory.path()};
};

}  // namespace

TEST_F(KeyStoreTest, KeepsAKeyReadableByItsOwnerOnly) {
    ASSERT_TRUE(store.save("alice", alice()));
    EXPECT_EQ(store.load("alice").value().account(), alice().account());
    using std::filesystem::perms;
    const auto status = std::filesystem::status(directory.path() / "identity" / "alice.toml");
    EXPECT_EQ(status.permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(KeyStoreTest, ReadsTheFilesOfStellarCli) {
    write("cli", "secret_key = \"" + golden("alice.secret") + "\"\n");
    EXPECT_EQ(store.load("cli").value().account(), alice().account());
}

TEST_F(KeyStoreTest, DoesNotReplaceAKey) {
    ASSERT_TRUE(store.save("alice", alice()));
    EXPECT_EQ(store.save("alice", bob()).error().code, ErrorCode::already_exists);
    EXPECT_EQ(store.load("alice").value().account(), alice().account());
}

TEST_F(KeyStoreTest, SaysHowToMakeAMissingKey) {
    const auto key = store.load("nobody");
    EXPECT_EQ(key.error().code, ErrorCode::not_found);
    EXPECT_THAT(key.error().message, HasSubstr("carrot key generate nobody"));
}

TEST_F(KeyStoreTest, SaysWhatToDoWithASeedPhrase) {
    write("phrase",
          "seed_phrase = \"illness spike retreat truth genius clock brain pass fit cave "
          "bargain toe\"\n");
    const auto key = store.load("phrase");
    EXPECT_EQ(key.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(key.error().message, HasSubstr("stellar keys secret phrase"));
    EXPECT_THAT(key.error().message, testing::Not(HasSubstr("illness")));
}

TEST_F(KeyStoreTest, DoesNotQuoteABrokenFile) {
    write("broken", "secret_key = " + golden("alice.secret"));
    const auto key = store.load("broken");
    EXPECT_EQ(key.error().code, ErrorCode::corrupt_data);
    EXPECT_THAT(key.error().message, testing::Not(HasSubstr(golden("alice.secret"))));
}

TEST_F(KeyStoreTest, RefusesNamesThatAreNoFileNames) {
    for (const std::string name : {"", "../alice", "a b", "a/b", "a.toml"})
        EXPECT_EQ(store.load(name).error().code, ErrorCode::invalid_argument) << name;
}

TEST_F(KeyStoreTest, TakesAnAddressOrANameAsAddress) {
    ASSERT_TRUE(store.save("alice", alice()));
    write("watched", "public_key = \"" + bob().account().to_string() + "\"\n");
    EXPECT_EQ(store.resolve_address("alice").value(), Address(alice().account()));
    EXPECT_EQ(store.resolve_address("watched").value(), Address(bob().account()));
    EXPECT_EQ(store.resolve_address(golden("strkey.contract")).value().to_string(),
              golden("strkey.contract"));
    EXPECT_EQ(store.resolve_address("nobody").error().code, ErrorCode::not_found);
}

TEST_F(KeyStoreTest, ListsKeysAndWhatIsWrongWithOthers) {
    EXPECT_THAT(store.list().value(), testing::IsEmpty());
    ASSERT_TRUE(store.save("zoe", alice()));
    write("broken", "secret_key = ");
    const auto entries = store.list().value();
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].name, "broken");
    EXPECT_FALSE(entries[0].account);
    EXPECT_EQ(entries[1].account.value(), alice().account());
}

}  // namespace carrot::tests
