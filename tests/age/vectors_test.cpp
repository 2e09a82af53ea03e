// The format's own test vectors: golden/age_vectors.json, made by tests/js/age_vectors.mjs.
#include <gtest/gtest.h>
#include <sodium.h>

#include <boost/json.hpp>

#include "age/age_file.hpp"
#include "base/encoding.hpp"
#include "base/file.hpp"

namespace carrot::age {
namespace {

namespace json = boost::json;

json::array load_vectors() {
    const auto text = read_file(CARROT_SOURCE_DIR "/tests/age/golden/age_vectors.json", 1 << 20);
    if (!text) throw std::runtime_error(text.error().message);
    return json::parse(as_text(*text)).as_array();
}

Bytes file_of(const json::value& parts) {
    Bytes file;
    for (const auto& part : parts.as_array()) {
        if (const auto* run = part.if_array()) {
            file.insert(file.end(), run->at(1).to_number<std::size_t>(),
                        run->at(0).to_number<std::uint8_t>());
            continue;
        }
        const auto bytes = from_base64(std::string_view(part.as_string()));
        file.insert(file.end(), bytes.value().begin(), bytes.value().end());
    }
    return file;
}

std::string sha256_of(BytesView content) {
    Bytes digest(crypto_hash_sha256_BYTES);
    crypto_hash_sha256(digest.data(), content.data(), content.size());
    return to_hex(digest);
}

ErrorCode expected_code(std::string_view expected) {
    return expected == "no match" ? ErrorCode::permission_denied : ErrorCode::corrupt_data;
}

TEST(AgeVectors, AreReadAsTheFormatSays) {
    for (const auto& each : load_vectors()) {
        const auto& vector = each.as_object();
        const std::string expected(vector.at("expect").as_string());
        SCOPED_TRACE(std::string_view(vector.at("name").as_string()));
        const auto identity = Identity::parse(std::string_view(vector.at("identity").as_string()));
        ASSERT_TRUE(identity);

        Bytes content;
        Decryptor decryptor(*identity, tests::append_to(content));
        const auto read = tests::feed(decryptor, file_of(vector.at("file")), 1000);

        if (expected == "success")
            EXPECT_TRUE(read) << read.error().message;
        else if (!read)
            EXPECT_EQ(read.error().code, expected_code(expected)) << read.error().message;
        else
            ADD_FAILURE() << "accepted";
        // How much of a broken file is handed out first is left to its reader.
        if (read) EXPECT_EQ(sha256_of(content), std::string_view(vector.at("payload").as_string()));
    }
}

}  // namespace
}  // namespace carrot::age
