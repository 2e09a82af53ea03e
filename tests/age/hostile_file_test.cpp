#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "age/age_file.hpp"

namespace carrot::age {
namespace {

using testing::HasSubstr;
using tests::chunk_size;
using tests::content_of;
using tests::decrypted;
using tests::encrypted;
using tests::identity_of;

class HostileAgeFile : public testing::Test {
protected:
    Identity alice = identity_of(1);
    Bytes content = content_of(2 * chunk_size + 10);
    Bytes file = encrypted(content, {alice.recipient()});
};

TEST_F(HostileAgeFile, ThatIsCutOffAnywhereIsRefused) {
    for (std::size_t size = 0; size < file.size(); size += size < 300 ? 1 : 997)
        EXPECT_FALSE(decrypted(BytesView(file).first(size), alice)) << size;
}

TEST_F(HostileAgeFile, WithAnyChangedByteIsRefused) {
    for (std::size_t at = 0; at < file.size(); at += at < 300 ? 1 : 997) {
        auto changed = file;
        changed[at] ^= 1;
        EXPECT_FALSE(decrypted(changed, alice)) << at;
    }
}

TEST_F(HostileAgeFile, WithChunksInAnotherOrderIsRefused) {
    const auto begin = file.end() - static_cast<std::ptrdiff_t>(2 * (chunk_size + 16) + 26);
    const auto second = begin + static_cast<std::ptrdiff_t>(chunk_size + 16);
    std::swap_ranges(begin, second, second);
    EXPECT_FALSE(decrypted(file, alice));
}

TEST_F(HostileAgeFile, HandsOutNothingThatIsNotAuthentic) {
    file[file.size() - chunk_size] ^= 1;  // in the second chunk
    Bytes read;
    Decryptor decryptor(alice, tests::append_to(read));
    EXPECT_FALSE(tests::feed(decryptor, file, 1000));
    EXPECT_TRUE(BytesView(read).size() == chunk_size &&
                std::equal(read.begin(), read.end(), content.begin()));
}

TEST_F(HostileAgeFile, WithAHeaderWithoutEndIsNotHeld) {
    Decryptor decryptor(alice, [](BytesView) -> Result<void> { return {}; });
    ASSERT_TRUE(decryptor.write(as_bytes("age-encryption.org/v1\n-> X25519 ")));
    const std::string endless(64 * 1024, 'A');
    const auto refused = decryptor.write(as_bytes(endless));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("longer than 64 KiB"));
}

TEST_F(HostileAgeFile, WithManyStanzasCostsNoMultiplications) {
    std::string text("age-encryption.org/v1\n");
    for (int i = 0; i < 33; ++i)
        text += "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n\n";
    const auto read = decrypted(as_bytes(text), alice);
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().message, HasSubstr("more than 32 stanzas"));
}

}  // namespace
}  // namespace carrot::age
