#include "http/json.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace carrot::http {

enum class Stage { open, claimed };
BOOST_DESCRIBE_ENUM(Stage, open, claimed)

struct Limits {
    std::uint32_t memory_bytes = 0;
    using json_names = CamelCase;
};
BOOST_DESCRIBE_STRUCT(Limits, (), (memory_bytes))

struct Work {
    std::uint8_t id = 0;
    std::int64_t balance = 0;
    Stage stage = Stage::open;
    std::optional<std::string> cid;
    std::vector<Limits> limits;
    std::map<std::string, bool> flags;
    json::value extra;
};
BOOST_DESCRIBE_STRUCT(Work, (), (id, balance, stage, cid, limits, flags, extra))

struct Celsius {
    int degrees = 0;
};

template <>
struct JsonCodec<Celsius> {
    static json::value encode(const Celsius& value) {
        return json::string(fmt::format("{}C", value.degrees));
    }
    static Result<Celsius> decode(const json::value& value) {
        if (!value.is_string()) return fail(ErrorCode::invalid_argument, "must be a temperature");
        return Celsius{std::atoi(value.get_string().c_str())};
    }
};

struct Room {
    Celsius temperature;
};
BOOST_DESCRIBE_STRUCT(Room, (), (temperature))

namespace {

constexpr auto work_text =
    R"({"id":7,"balance":-9223372036854775808,"stage":"claimed","limits":[{"memoryBytes":5}],)"
    R"("flags":{"a":true},"extra":[1,null]})";

template <class T>
std::string error_of(std::string_view text) {
    const auto value = from_json_text<T>(text);
    return value ? "accepted" : value.error().message;
}

TEST(Json, DescribedStructsGoThereAndBack) {
    const auto work = from_json_text<Work>(work_text).value();
    EXPECT_EQ(work.stage, Stage::claimed);
    EXPECT_EQ(work.limits.at(0).memory_bytes, 5u);
    EXPECT_FALSE(work.cid.has_value());
    EXPECT_EQ(to_json_text(work), work_text);
}

TEST(Json, OptionalMembersMayBeNullOrAbsent) {
    auto value = parse_json(work_text).value();
    value.as_object()["cid"] = nullptr;
    EXPECT_FALSE(from_json<Work>(value)->cid);
    value.as_object()["cid"] = "bafy";
    EXPECT_EQ(from_json<Work>(value)->cid, "bafy");
}

TEST(Json, UnknownMembersAreIgnored) {
    EXPECT_EQ(from_json_text<Limits>(R"({"memoryBytes":1,"other":{}})")->memory_bytes, 1u);
}

TEST(Json, ErrorsNameTheMember) {
    EXPECT_EQ(error_of<Limits>("{}"), R"(member "memoryBytes" is missing)");
    EXPECT_EQ(error_of<Limits>(R"({"memoryBytes":"1"})"),
              R"(member "memoryBytes" must be an unsigned integer)");
    EXPECT_EQ(error_of<Limits>(R"({"memoryBytes":-1})"),
              R"(member "memoryBytes" must be an unsigned integer)");
    EXPECT_EQ(error_of<Limits>(R"({"memoryBytes":4294967296})"),
              R"(member "memoryBytes" must be an unsigned integer of at most 4294967295)");
    EXPECT_EQ(error_of<Limits>(R"({"memoryBytes":1.0})"),
              R"(member "memoryBytes" must be an unsigned integer)");
    EXPECT_EQ(error_of<Limits>("[]"), "the JSON value must be an object");
    EXPECT_EQ(error_of<std::vector<Limits>>(R"([{"memoryBytes":1},{"memoryBytes":null}])"),
              R"(member "[1].memoryBytes" must be an unsigned integer)");
    EXPECT_EQ(error_of<Work>(R"({"id":1,"balance":0,"stage":"lost"})"),
              R"(member "stage" must be one of open, claimed)");
    EXPECT_EQ(error_of<Work>(R"({"id":1,"balance":9223372036854775808})"),
              "member \"balance\" must be an integer from -9223372036854775808 to "
              "9223372036854775807");
}

TEST(Json, TypesMayHaveTheirOwnForm) {
    EXPECT_EQ(to_json_text(Room{{21}}), R"({"temperature":"21C"})");
    EXPECT_EQ(from_json_text<Room>(R"({"temperature":"-4C"})")->temperature.degrees, -4);
    EXPECT_EQ(error_of<Room>(R"({"temperature":1})"),
              R"(member "temperature" must be a temperature)");
}

TEST(ParseJson, RefusesWhatIsNotOneValue) {
    for (const auto* text : {"", "{", "nul", "{} {}", "{a:1}", "[1,]", "\"\xff\"", "01"}) {
        const auto value = parse_json(text);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().code, ErrorCode::invalid_argument);
        EXPECT_TRUE(value.error().message.starts_with("not JSON: ")) << value.error().message;
    }
}

TEST(ParseJson, HoldsItsLimits) {
    const std::string deep = std::string(65, '[') + std::string(65, ']');
    EXPECT_EQ(parse_json(deep).error().code, ErrorCode::resource_exhausted);
    EXPECT_TRUE(parse_json(deep, {.depth = 65}).has_value());
    EXPECT_EQ(parse_json("[1,2,3]", {.size_bytes = 6}).error().code, ErrorCode::resource_exhausted);
}

TEST(ErrorResponse, CarriesTheCodeAndTheMessage) {
    const auto response = error_response(Error{ErrorCode::not_found, "no job 7"});
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.text(), R"({"error":{"code":"not_found","message":"no job 7"}})");
    EXPECT_EQ(response.headers.find("content-type"), "application/json");
}

}  // namespace
}  // namespace carrot::http
