// CAR files: what is exported is imported to the same DAG, and files that lie are refused.
#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "content.hpp"
#include "ipfs/car_reader.hpp"
#include "ipfs/car_writer.hpp"
#include "ipfs/detail/wire.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

Bytes exported(const BlockSource& blocks, const Cid& root) {
    CarWriter writer(blocks, root);
    Bytes car;
    Bytes piece(777);
    for (;;) {
        const auto count = writer.read(piece);
        EXPECT_TRUE(count) << count.error().message;
        if (!count || *count == 0) return car;
        car.insert(car.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*count));
    }
}

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const auto& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

// A piece with its length before it.
Bytes sized(const Bytes& content) {
    Bytes piece;
    append_varint(piece, content.size());
    return joined({piece, content});
}

Bytes version_2_start(std::uint64_t begin, std::uint64_t size) {
    auto start = joined({bytes_of("\x0a\xa1\x67version\x02"), Bytes(16)});
    for (const auto number : {begin, size, std::uint64_t{0}})
        for (unsigned shift = 0; shift < 64; shift += 8)
            start.push_back(static_cast<std::uint8_t>(number >> shift));
    return start;
}

// A CAR version 1 inside one of version 2.
Bytes version_2(const Bytes& car, std::size_t padding, const Bytes& index) {
    const auto start = version_2_start(51 + padding, car.size());
    return joined({start, Bytes(padding), car, index});
}

struct Car : testing::Test {
    TemporaryStore store;
    TemporaryStore other;
    Cid raw = Cid::of(Codec::raw, as_bytes("hello"));
    Bytes header = sized(joined({bytes_of("\xa2\x65roots\x81\xd8\x2a\x58\x25"), Bytes(1),
                                 raw.to_bytes(), bytes_of("\x67version\x01")}));
    Bytes section = sized(joined({raw.to_bytes(), bytes_of("hello")}));

    void expect_refused(const Bytes& car, std::string_view reason,
                        ErrorCode code = ErrorCode::corrupt_data) {
        const auto imported = import_car(*store, bytes_in(car));
        ASSERT_FALSE(imported) << reason;
        EXPECT_EQ(imported.error().code, code) << imported.error().message;
        EXPECT_NE(imported.error().message.find(reason), std::string::npos)
            << imported.error().message;
    }

    // A file of several levels.
    Cid add_deep_file() {
        return add_bytes(*other, pseudo_random_bytes(10'000, 5),
                         {.profile = {.chunk_bytes = 100, .max_links = 3}})
            ->cid;
    }
};

TEST_F(Car, IsImportedToWhatWasExported) {
    const auto root = add_deep_file();
    const auto car = exported(*other, root);
    for (const std::size_t piece : {1U, 999U, 1U << 20}) {
        const TemporaryStore fresh;
        const auto imported = import_car(*fresh, bytes_in(car, piece));
        ASSERT_TRUE(imported) << imported.error().message;
        EXPECT_EQ(imported->roots, std::vector{root});
        EXPECT_EQ(read_content(*fresh, root, 20'000), pseudo_random_bytes(10'000, 5));
    }
}

TEST_F(Car, OfVersion0CidsKeepsThem) {
    const auto root =
        add_bytes(*other, pseudo_random_bytes(600'000, 5), {.profile = unixfs_v0_2015});
    const auto imported = import_car(*store, bytes_in(exported(*other, root->cid)));
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_EQ(imported->roots.front().to_string(), root->cid.to_string());
    EXPECT_EQ(imported->blocks, 4U);
}

TEST_F(Car, OfAnIdentityCidIsReadBack) {
    const auto root = Cid::parse("bafkqablimvwgy3y").value();  // "hello"
    const auto imported = import_car(*store, bytes_in(exported(*store, root)));
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_EQ(imported->roots, std::vector{root});
}

TEST_F(Car, MayHoldBlocksTwiceAndOfOtherDags) {
    const auto stray = bytes_of("stray");
    const auto car = joined(
        {header, section, section, sized(joined({Cid::of(Codec::raw, stray).to_bytes(), stray}))});
    const auto imported = import_car(*store, bytes_in(car));
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_EQ(imported->blocks, 3U);
}

TEST_F(Car, CutOffAnywhereIsRefused) {
    const auto car = joined({header, section, section});
    for (std::size_t size = 0; size < car.size(); ++size) {
        const Bytes part(car.begin(), car.begin() + static_cast<std::ptrdiff_t>(size));
        const bool whole = size == header.size() + section.size();
        EXPECT_EQ(import_car(*store, bytes_in(part)).has_value(), whole) << size;
        if (size == header.size())
            expect_refused(part, "the CAR lacks a part of", ErrorCode::not_found);
    }
}

TEST_F(Car, WithABlockThatItsCidDoesNotNameIsRefused) {
    auto car = joined({header, section});
    car.back() ^= 1;
    expect_refused(car, "are not those that it names");
}

TEST_F(Car, ThatLacksABlockIsRefusedUnlessAPartWillDo) {
    auto car = exported(*other, add_deep_file());
    const auto last =
        sized(joined({Cid::of(Codec::raw, Bytes(100)).to_bytes(), Bytes(100)})).size();
    car.resize(car.size() - last);
    expect_refused(car, "the CAR lacks a part of", ErrorCode::not_found);
    EXPECT_TRUE(import_car(*store, bytes_in(car), Completeness::partial));
}

TEST_F(Car, WhoseLengthsLieIsRefusedBeforeTheyCost) {
    Bytes huge;
    append_varint(huge, std::uint64_t{1} << 60);
    expect_refused(huge, "outside 1");
    expect_refused(joined({header, huge}), "outside 1");
    expect_refused(joined({header, Bytes{0}}), "outside 1");
    expect_refused(joined({header, Bytes(11, 0xff)}), "varint");
    Bytes large;
    append_varint(large, 2 << 20);
    expect_refused(joined({header, large, bytes_of("little")}), "cut off");
}

TEST_F(Car, WithABlockThatIsTooLargeIsRefused) {
    const Bytes content((2 << 20) + 1);
    expect_refused(
        joined({header, sized(joined({Cid::of(Codec::raw, content).to_bytes(), content}))}),
        "larger than");
}

TEST_F(Car, WithAnotherHeaderIsRefused) {
    const auto with_header = [&](const Bytes& map) { return joined({sized(map), section}); };
    const auto root = joined({bytes_of("\xd8\x2a\x58\x25"), Bytes(1), raw.to_bytes()});
    expect_refused({}, "the CAR is empty");
    expect_refused(bytes_of("\x0a\xa1\x67version\x03"), "version 3");
    expect_refused(with_header(joined({bytes_of("\xa2\x65roots\x80\x67version\x01")})), "no root");
    expect_refused(with_header(bytes_of("\xa1\x67version\x01")), "no root");
    expect_refused(with_header(joined({bytes_of("\xa1\x65roots\x81"), root})), "no version");
    expect_refused(with_header(joined({bytes_of("\xa2\x65roots\x9f"), root})), "definite length");
    expect_refused(with_header(joined({bytes_of("\xa2\x65roots\x98\x01"), root})), "shortest form");
    expect_refused(with_header(bytes_of("\xa2\x65roots\x9a\xff\xff\xff\xff")), "more than 256");
    expect_refused(with_header(bytes_of("\xa2\x65roots\x81\x61x")), "a link");
    expect_refused(with_header(joined({bytes_of("\xa1\x65other\x81"), root})), "unknown");
    expect_refused(bytes_of("<!doctype html><html>not a CAR at all, but long enough…</html>"),
                   "not");
}

TEST_F(Car, WithItsFieldsInTheOtherOrderIsRead) {
    const auto map = joined(
        {bytes_of("\xa2\x67version\x01\x65roots\x81\xd8\x2a\x58\x25"), Bytes(1), raw.to_bytes()});
    EXPECT_TRUE(import_car(*store, bytes_in(joined({sized(map), section}))));
}

TEST_F(Car, OfVersion2IsReadWithoutItsIndex) {
    const auto car = joined({header, section});
    for (const auto& [padding, index] : std::vector<std::pair<std::size_t, Bytes>>{
             {0, {}}, {100'000, bytes_of("\x81\x08index")}}) {
        for (const std::size_t piece : {1U, 999U, 1U << 20}) {
            const TemporaryStore fresh;
            const auto imported =
                import_car(*fresh, bytes_in(version_2(car, padding, index), piece));
            ASSERT_TRUE(imported) << imported.error().message;
            EXPECT_EQ(imported->roots, std::vector{raw});
            EXPECT_EQ(imported->blocks, 1U);
        }
    }
}

TEST_F(Car, OfVersion2ThatIsCutOffIsRefused) {
    const auto car = version_2(joined({header, section}), 3, {});
    for (std::size_t size = 0; size < car.size(); ++size) {
        const Bytes part(car.begin(), car.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_FALSE(import_car(*store, bytes_in(part))) << size;
    }
}

TEST_F(Car, OfVersion2WithAHeaderThatLiesIsRefused) {
    const auto v1 = joined({header, section});
    const auto with = [&](std::uint64_t begin, std::uint64_t size) {
        return joined({version_2_start(begin, size), v1});
    };
    EXPECT_TRUE(import_car(*store, bytes_in(with(51, v1.size()))));
    expect_refused(with(50, v1.size()), "places");
    expect_refused(with(51, 0), "places");
    expect_refused(with(UINT64_MAX, v1.size()), "places");
    expect_refused(with(52, v1.size()), "");
    expect_refused(with(51, v1.size() - 1), "cut off");
    expect_refused(with(51, v1.size() + 1), "cut off");
    expect_refused(with(51, UINT64_MAX - 51), "cut off");
    expect_refused(version_2(version_2(v1, 0, {}), 0, {}), "version 2");
}

TEST_F(Car, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const auto imported = import_car(*store, bytes_in(joined({header, section})),
                                     Completeness::required, stop.get_token());
    ASSERT_FALSE(imported);
    EXPECT_EQ(imported.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace carrot::ipfs::tests
