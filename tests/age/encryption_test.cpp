#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "age/age_file.hpp"

namespace carrot::age {
namespace {

using tests::chunk_size;
using tests::content_of;
using tests::decrypted;
using tests::encrypted;
using tests::identity_of;

TEST(AgeFile, OfAnySizeIsReadAsItWasWritten) {
    const auto alice = identity_of(1);
    for (const auto size : {std::size_t{0}, std::size_t{1}, chunk_size - 1, chunk_size,
                            chunk_size + 1, 3 * chunk_size, 3 * chunk_size + 7}) {
        const auto content = content_of(size);
        const auto read = decrypted(encrypted(content, {alice.recipient()}), alice);
        ASSERT_TRUE(read) << size << ": " << read.error().message;
        EXPECT_TRUE(*read == content) << size;
    }
}

TEST(AgeFile, ComesInPiecesOfAnySize) {
    const auto alice = identity_of(1);
    const auto content = content_of(chunk_size + 300);
    for (const std::size_t size : {1, 7, 65'536, 65'552, 1'000'000}) {
        const auto file = encrypted(content, {alice.recipient()}, size);
        EXPECT_TRUE(decrypted(file, alice, size).value_or(Bytes{}) == content) << size;
    }
}

TEST(AgeFile, OpensToEachOfItsRecipientsAlone) {
    const auto file =
        encrypted(content_of(100), {identity_of(1).recipient(), identity_of(2).recipient()});
    EXPECT_TRUE(decrypted(file, identity_of(1)));
    EXPECT_TRUE(decrypted(file, identity_of(2)));
    const auto stranger = decrypted(file, identity_of(3));
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().code, ErrorCode::permission_denied);
}

TEST(AgeFile, IsAnotherEachTime) {
    const auto alice = identity_of(1).recipient();
    EXPECT_NE(encrypted(content_of(100), {alice}), encrypted(content_of(100), {alice}));
}

TEST(AgeFile, NeedsARecipient) {
    Bytes file;
    EXPECT_FALSE(Encryptor::begin({}, tests::append_to(file)));
    const std::vector<Recipient> many(33, identity_of(1).recipient());
    EXPECT_FALSE(Encryptor::begin(many, tests::append_to(file)));
    EXPECT_TRUE(file.empty());
}

TEST(AgeFile, EndsWithItsSinksError) {
    const auto full = [](BytesView) -> Result<void> {
        return fail(ErrorCode::resource_exhausted, "full");
    };
    const auto begun = Encryptor::begin({identity_of(1).recipient()}, full);
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().code, ErrorCode::resource_exhausted);
}

}  // namespace
}  // namespace carrot::age
