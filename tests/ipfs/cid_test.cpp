#include "ipfs/cid.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "content.hpp"

namespace carrot::ipfs::tests {
namespace {

constexpr std::string_view hello_v1 = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
constexpr std::string_view empty_directory_v0 = "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn";
constexpr std::string_view empty_directory_v1 =
    "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

TEST(Cid, OfRawBytesIsTheKnownOne) {
    EXPECT_EQ(Cid::of(Codec::raw, as_bytes("hello world")).to_string(), hello_v1);
}

TEST(Cid, OfVersion0IsBase58) {
    const auto cid = Cid::parse(empty_directory_v0);
    ASSERT_TRUE(cid) << cid.error().message;
    EXPECT_EQ(cid->version(), CidVersion::v0);
    EXPECT_EQ(cid->codec(), Codec::dag_pb);
    EXPECT_EQ(cid->to_string(), empty_directory_v0);
    EXPECT_EQ(cid->multihash(), Cid::parse(empty_directory_v1)->multihash());
}

TEST(Cid, IsReadInEveryMultibase) {
    const auto cid = Cid::parse(hello_v1).value();
    const auto bytes = cid.to_bytes();
    for (const auto& text :
         {"B" + to_base32(bytes, Base32::upper), "u" + to_base64url(bytes), "f" + to_hex(bytes),
          std::string("zb2rhj7crUKTQYRGCRATFaQ6YFLTde2YzdqbbhAASkL9uRDXn"),
          std::string("k2cwued9o1pvrt3q271rrqbo49x30tbxwpoeaq75z14e5ui2rzygpbe1"),
          std::string("K2CWUED9O1PVRT3Q271RRQBO49X30TBXWPOEAQ75Z14E5UI2RZYGPBE1")}) {
        const auto parsed = Cid::parse(text);
        ASSERT_TRUE(parsed) << parsed.error().message;
        EXPECT_EQ(*parsed, cid) << text;
    }
}

TEST(Cid, CarriesIdentityContentItself) {
    const auto cid = Cid::parse("bafkqablimvwgy3y");  // "hello"
    ASSERT_TRUE(cid) << cid.error().message;
    EXPECT_EQ(cid->hash_function(), HashFunction::identity);
    EXPECT_EQ(as_text(cid->digest()), "hello");
    EXPECT_TRUE(cid->names(as_bytes("hello")));
    EXPECT_FALSE(cid->names(as_bytes("hellO")));
}

TEST(Cid, RefusesTextThatIsNotOne) {
    const std::string long_text(1000, 'b');
    for (const std::string text :
         {"", "b", "Q", "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N",
          "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N0", "bafkreifzjut3te2nhyekklss27nh3k72",
          "xafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
          "bAFKREIFZJUT3TE7NHYEKKLSS27NH3K72YSCO7Y32KOAO5EEI66WOF36N5E",
          "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5f",  // stray bits
          "k2CWUED9O1PVRT3Q271RRQBO49X30TBXWPOEAQ75Z14E5UI2RZYGPBE1", "k", "k0", "../../etc/passwd",
          long_text.c_str()}) {
        const auto cid = Cid::parse(text);
        ASSERT_FALSE(cid) << text;
        EXPECT_EQ(cid.error().code, ErrorCode::invalid_argument) << text;
        EXPECT_TRUE(cid.error().message.starts_with("not a CID: '")) << cid.error().message;
        EXPECT_LT(cid.error().message.size(), 300U);
    }
}

TEST(Cid, RefusesCodecsAndHashesThatItCannotCheck) {
    EXPECT_NE(
        Cid::decode(from_hex("017112202c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e8862"
                             "66e7ae")
                        .value())
            .error()
            .message.find("codec 0x71"),
        std::string::npos);
    const auto blake3 = "01551e20" + std::string(64, '0');
    EXPECT_NE(Cid::decode(from_hex(blake3).value()).error().message.find("hash function 0x1e"),
              std::string::npos);
    const auto short_sha = "0155121f" + std::string(62, '0');
    EXPECT_FALSE(Cid::decode(from_hex(short_sha).value()));
    const auto long_identity =
        "015500"
        "8101" +
        std::string(2 * 129, '0');
    EXPECT_FALSE(Cid::decode(from_hex(long_identity).value()));
}

TEST(Cid, RefusesBytesAfterItAndVarintsThatAreNotMinimal) {
    auto bytes = Cid::parse(hello_v1)->to_bytes();
    bytes.push_back(0);
    EXPECT_FALSE(Cid::decode(bytes));
    const auto padded = "8100551220" + std::string(64, '0');
    EXPECT_FALSE(Cid::decode(from_hex(padded).value()));
}

TEST(Cid, EveryTruncationIsRefused) {
    const auto bytes = Cid::parse(hello_v1)->to_bytes();
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(Cid::decode(BytesView(bytes).first(size))) << size;
}

}  // namespace
}  // namespace carrot::ipfs::tests
