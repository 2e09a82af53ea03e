#include <gmock/gmock.h>

#include "base/encoding.hpp"
#include "base/file.hpp"
#include "stellar/golden.hpp"
#include "stellar/key_store.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::tests {

using namespace stellar;
using testing::HasSubstr;
using testing::Not;

namespace {

/// As little as Argon2id allows, so that the tests are quick.
constexpr PassphraseHashing quick{.memory_bytes = 8192, .passes = 1};

PassphraseSource says(std::string passphrase) {
    return
        [passphrase = std::move(passphrase)](std::string_view) { return SecretText(passphrase); };
}

class EncryptedKey : public testing::Test {
protected:
    EncryptedKey() {
        EXPECT_TRUE(store.save_encrypted("alice", alice(), SecretText("open sesame"), quick));
    }

    std::filesystem::path file() const { return directory.path() / "identity" / "alice.toml"; }
    std::string content() const { return std::string(as_text(read_file(file(), 4096).value())); }

    /// Replaces a part of the key's file.
    void edit(std::string_view from, std::string_view to) {
        auto text = content();
        const auto at = text.find(from);
        ASSERT_NE(at, text.npos);
        text.replace(at, from.size(), to);
        ASSERT_TRUE(write_file(file(), as_bytes(text)));
    }

    Error failure(const PassphraseSource& source = says("open sesame")) const {
        const auto key = store.load("alice", source);
        EXPECT_FALSE(key);
        return key ? Error{} : key.error();
    }

    TemporaryDirectory directory;
    KeyStore store{directory.path()};
};

TEST_F(EncryptedKey, OpensWithItsPassphrase) {
    const auto key = store.load("alice", says("open sesame"));
    ASSERT_TRUE(key) << key.error().message;
    EXPECT_EQ(key->account(), alice().account());
    EXPECT_EQ(key->secret().reveal(), alice().secret().reveal());
}

TEST_F(EncryptedKey, IsNotOnDiskInTheClear) {
    EXPECT_THAT(content(), Not(HasSubstr(alice().secret().reveal())));
    std::array<std::uint8_t, 32> seed{};
    alice().copy_seed(seed);
    EXPECT_THAT(content(), Not(HasSubstr(to_base64(seed))));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file()).permissions(),
              perms::owner_read | perms::owner_write);
}

TEST_F(EncryptedKey, IsEncryptedAnewEveryTime) {
    ASSERT_TRUE(store.save_encrypted("again", alice(), SecretText("open sesame"), quick));
    const auto again = read_file(directory.path() / "identity" / "again.toml", 4096).value();
    EXPECT_NE(content(), as_text(again));
}

TEST_F(EncryptedKey, IsListedAndAnAddressWithoutItsPassphrase) {
    EXPECT_EQ(store.resolve_address("alice").value(), Address(alice().account()));
    ASSERT_TRUE(store.save("bob", bob()));
    const auto entries = store.list().value();
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].account.value(), alice().account());
    EXPECT_TRUE(entries[0].has_passphrase);
    EXPECT_FALSE(entries[1].has_passphrase);
}

TEST_F(EncryptedKey, AsksForThePassphraseOnlyOfKeysThatHaveOne) {
    ASSERT_TRUE(store.save("bob", bob()));
    std::vector<std::string> asked;
    const auto source = [&](std::string_view name) {
        asked.emplace_back(name);
        return SecretText("open sesame");
    };
    EXPECT_TRUE(store.load("bob", source));
    EXPECT_TRUE(store.load("alice", source));
    EXPECT_THAT(asked, testing::ElementsAre("alice"));
}

TEST_F(EncryptedKey, RefusesAWrongPassphraseByTheKeysName) {
    const auto error = failure(says("open barley"));
    EXPECT_EQ(error.code, ErrorCode::permission_denied);
    EXPECT_THAT(error.message, HasSubstr("'alice'"));
    EXPECT_THAT(error.message, Not(HasSubstr("barley")));
}

TEST_F(EncryptedKey, NeedsAPassphrase) {
    EXPECT_EQ(failure({}).code, ErrorCode::failed_precondition);
    EXPECT_EQ(store.save_encrypted("none", alice(), SecretText(std::string()), quick).error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(failure([](std::string_view) -> Result<SecretText> {
                  return fail(ErrorCode::not_found, "no terminal");
              }).message,
              "no terminal");
}

TEST_F(EncryptedKey, DoesNotTakeAnotherKeysPlace) {
    EXPECT_EQ(store.save_encrypted("alice", bob(), SecretText("x"), quick).error().code,
              ErrorCode::already_exists);
}

TEST_F(EncryptedKey, VouchesForItsAddress) {
    edit(alice().account().to_string(), bob().account().to_string());
    EXPECT_EQ(failure().code, ErrorCode::permission_denied);
}

TEST_F(EncryptedKey, DoesNotLetAFileExhaustTheMachine) {
    for (const std::string limits :
         {"m=1048577,t=1$", "m=99999999999,t=1$", "m=8,t=11$", "m=8,t=4294967295$"}) {
        edit("m=8,t=1$", limits);
        EXPECT_EQ(failure().code, ErrorCode::resource_exhausted) << limits;
        edit(limits, "m=8,t=1$");
    }
    EXPECT_TRUE(store.load("alice", says("open sesame")));
}

TEST_F(EncryptedKey, RefusesTextOfAnotherForm) {
    const auto whole = content();
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"argon2id$", "scrypt$"},
                                                          {"argon2id$", "argon2id$$"},
                                                          {"m=8,t=1", "m=,t=1"},
                                                          {"m=8,t=1", "m=8,t=1,p=2"},
                                                          {"m=8,t=1", "m=7,t=1"},
                                                          {"m=8,t=1", "m=8,t=0"},
                                                          {"m=8,t=1", "m=-8,t=1"},
                                                          {"m=8,t=1$", "m=8,t=1$AAAA"},
                                                          {"public_key", "pubic_key"}}) {
        edit(from, to);
        EXPECT_FALSE(store.load("alice", says("open sesame"))) << to;
        EXPECT_NE(failure().code, ErrorCode::permission_denied) << to;
        ASSERT_TRUE(write_file(file(), as_bytes(whole)));
    }
}

TEST_F(EncryptedKey, OpensWithTheDefaultHashing) {
    ASSERT_TRUE(store.save_encrypted("hard", bob(), SecretText("p")));
    EXPECT_EQ(store.load("hard", says("p")).value().account(), bob().account());
}

}  // namespace
}  // namespace carrot::tests
