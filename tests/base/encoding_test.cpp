#include "base/encoding.hpp"

#include <gtest/gtest.h>

#include <string>

namespace carrot {
namespace {

std::string text_of(const Result<Bytes>& bytes) { return std::string(as_text(bytes.value())); }

// The vectors of RFC 4648 section 10.
TEST(Encoding, EncodesTheRfcVectors) {
    EXPECT_EQ(to_hex(as_bytes("foobar")), "666f6f626172");
    EXPECT_EQ(to_base64(as_bytes("foob")), "Zm9vYg==");
    EXPECT_EQ(to_base64url(as_bytes("foob")), "Zm9vYg");
    EXPECT_EQ(to_base32(as_bytes("fooba"), Base32::upper), "MZXW6YTB");
    EXPECT_EQ(to_base32(as_bytes("foobar"), Base32::lower), "mzxw6ytboi");
    EXPECT_EQ(to_base32(as_bytes(""), Base32::upper), "");
}

TEST(Encoding, DecodesWhatItEncoded) {
    std::string all;
    for (int value = 0; value < 256; ++value)
        all += static_cast<char>(value);
    for (std::size_t size = 0; size <= all.size(); ++size) {
        const auto bytes = as_bytes(std::string_view(all).substr(0, size));
        const auto expected = std::string(as_text(bytes));
        EXPECT_EQ(text_of(from_hex(to_hex(bytes))), expected);
        EXPECT_EQ(text_of(from_base64(to_base64(bytes))), expected);
        EXPECT_EQ(text_of(from_base64url(to_base64url(bytes))), expected);
        EXPECT_EQ(text_of(from_base32(to_base32(bytes, Base32::upper), Base32::upper)), expected);
    }
}

TEST(Encoding, RefusesTextThatNoEncoderWrites) {
    EXPECT_FALSE(from_hex("abc"));
    EXPECT_FALSE(from_hex("zz"));
    EXPECT_FALSE(from_base64("Zm9vYg"));    // padding missing
    EXPECT_FALSE(from_base64("Zm9vYh=="));  // stray bits
    EXPECT_FALSE(from_base64("Zm9v Yg=="));
    EXPECT_FALSE(from_base32("MZXW6YTBOJ", Base32::upper));  // stray bits
    EXPECT_FALSE(from_base32("mzxw6ytb", Base32::upper));    // the other alphabet
    EXPECT_FALSE(from_base32("A", Base32::upper));           // no byte has so few letters
}

}  // namespace
}  // namespace carrot
