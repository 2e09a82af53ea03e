#include "market/job_spec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carrot::market {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr auto cid = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

JobSpec spec_of(std::string_view text) {
    auto spec = parse_job_spec(text);
    if (!spec) ADD_FAILURE() << spec.error().message;
    return spec.value_or(JobSpec{});
}

std::string refusal_of(std::string_view text) {
    auto spec = parse_job_spec(text);
    return spec ? "accepted" : spec.error().message;
}

TEST(JobSpec, ReadsAPythonScript) {
    auto spec = spec_of(R"({"type":"python-script","description":"hi","code":"print 1"})");
    EXPECT_EQ(std::get<PythonScript>(spec.work), PythonScript{.code = "print 1"});
    EXPECT_EQ(spec.description, "hi");
    EXPECT_EQ(type_name(spec), "python-script");
}

TEST(JobSpec, HasDefaultsForWhatIsLeftOut) {
    auto spec = spec_of(R"({"type":"simple","description":"call me"})");
    EXPECT_EQ(spec.memory_gb, 2u);
    EXPECT_EQ(spec.cpus, 2u);
    EXPECT_EQ(spec.timeout, std::nullopt);
    EXPECT_TRUE(spec.env.empty());
}

TEST(JobSpec, ReadsEveryOption) {
    auto spec = spec_of(fmt::format(
        R"({{"type":"docker-image","image":"alpine:3","args":["echo","a b"],"env":{{"A":"1"}},
            "inputs":[{{"cid":"{}","path":"in/a.csv"}}],"memoryGb":4,"cpus":3,"timeoutSeconds":90}})",
        cid));
    EXPECT_EQ(std::get<ContainerImage>(spec.work).image, "alpine:3");
    EXPECT_THAT(std::get<ContainerImage>(spec.work).args, ElementsAre("echo", "a b"));
    EXPECT_THAT(spec.env, ElementsAre(Pair("A", "1")));
    EXPECT_THAT(spec.inputs, ElementsAre(JobInput{.cid = cid, .path = "in/a.csv"}));
    EXPECT_EQ(spec.memory_gb, 4u);
    EXPECT_EQ(spec.cpus, 3u);
    EXPECT_EQ(spec.timeout, 90s);
}

TEST(JobSpec, SplitsArgumentsGivenAsOneString) {
    auto spec = spec_of(R"({"type":"docker-image","image":"a","args":"sh -c 'echo $HOME; ls'"})");
    EXPECT_THAT(std::get<ContainerImage>(spec.work).args,
                ElementsAre("sh", "-c", "echo $HOME; ls"));
}

TEST(JobSpec, KeepsMembersItDoesNotKnow) {
    auto text = R"({"type":"simple","description":"x","mood":{"tip":[1,2.5]}})";
    auto spec = spec_of(text);
    EXPECT_THAT(spec.other_members, ElementsAre(Pair("mood", R"({"tip":[1,2.5E0]})")));
    EXPECT_EQ(spec_of(to_description(spec).value()), spec);
}

TEST(JobSpec, RefusesAFaultWithItsMemberAndReason) {
    EXPECT_THAT(refusal_of("fix my bike"), HasSubstr("not JSON"));
    EXPECT_THAT(refusal_of("[1]"), HasSubstr("not a JSON object"));
    EXPECT_THAT(refusal_of("{}"), HasSubstr("\"type\" is missing"));
    EXPECT_THAT(refusal_of(R"({"type":"ruby"})"), HasSubstr("may be python-script, docker-image"));
    EXPECT_THAT(refusal_of(R"({"type":7})"), HasSubstr("\"type\" is not a string"));
    EXPECT_THAT(refusal_of(R"({"type":"simple"})"), HasSubstr("this has none"));
    EXPECT_THAT(refusal_of(R"({"type":"python-script"})"), HasSubstr("neither"));
    EXPECT_THAT(refusal_of(R"({"type":"python-script","code":"x","codeCid":"bafy"})"),
                HasSubstr("both"));
    EXPECT_THAT(refusal_of(R"({"type":"python-script","codeCid":"../x"})"),
                HasSubstr("\"codeCid\" is not a CID"));
    EXPECT_THAT(refusal_of(R"({"type":"docker-image","image":"A B"})"), HasSubstr("image \"A B\""));
    EXPECT_THAT(refusal_of(R"({"type":"docker-image","image":"a","args":"'"})"),
                HasSubstr("not closed"));
    EXPECT_THAT(refusal_of(R"({"type":"docker-image","image":"a","args":[1]})"),
                HasSubstr("\"args\" is not a string"));
}

std::string refusal_of_option(std::string_view member) {
    return refusal_of(fmt::format(R"({{"type":"simple","description":"x",{}}})", member));
}

TEST(JobSpec, RefusesOptionsOutOfRange) {
    EXPECT_THAT(refusal_of_option(R"("memoryGb":5)"), HasSubstr("\"memoryGb\" is 5"));
    EXPECT_THAT(refusal_of_option(R"("memoryGb":1)"), HasSubstr("may be 2 to 4"));
    EXPECT_THAT(refusal_of_option(R"("memoryGb":2.5)"), HasSubstr("not a whole number"));
    EXPECT_THAT(refusal_of_option(R"("cpus":-2)"), HasSubstr("not a whole number"));
    EXPECT_THAT(refusal_of_option(R"("cpus":9)"), HasSubstr("\"cpus\" is 9"));
    EXPECT_THAT(refusal_of_option(R"("timeoutSeconds":0)"), HasSubstr("may be 1 to 2592000"));
    EXPECT_THAT(refusal_of_option(R"("env":{"A-B":"x"})"), HasSubstr("not a variable's name"));
    EXPECT_THAT(refusal_of_option(R"("env":{"A":1})"), HasSubstr("\"env\" is not a string"));
    EXPECT_THAT(refusal_of_option(R"("inputs":{})"), HasSubstr("not an array"));
}

std::string refusal_of_paths(std::string_view first, std::string_view second = "other") {
    return refusal_of_option(
        fmt::format(R"("inputs":[{{"cid":"bafya","path":"{}"}},{{"cid":"bafyb","path":"{}"}}])",
                    first, second));
}

TEST(JobSpec, RefusesInputPathsThatLeaveTheFolderOrMeet) {
    for (auto path :
         {"", "/etc/passwd", "..", "a/../b", "a//b", "a/", "./a", "a\\\\b", "a\\u0000"}) {
        EXPECT_THAT(refusal_of_paths(path), HasSubstr("not a path inside /inputs")) << path;
    }
    EXPECT_THAT(refusal_of_paths("a", "a"), HasSubstr("the same path"));
    EXPECT_THAT(refusal_of_paths("a/b", "a"), HasSubstr("lies inside a/"));
    EXPECT_EQ(refusal_of_paths("a", "a-b"), "accepted");
    EXPECT_EQ(refusal_of_paths("a/b", "a/c"), "accepted");
}

constexpr auto recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

std::string encrypted_to(std::string_view value) {
    return fmt::format(R"({{"type":"simple","description":"x","encryptTo":{}}})", value);
}

TEST(JobSpec, NamesWhoCanReadItsResult) {
    auto one = spec_of(encrypted_to(fmt::format(R"("{}")", recipient)));
    ASSERT_EQ(one.encrypt_to.size(), 1u);
    EXPECT_EQ(one.encrypt_to.front().to_string(), recipient);
    EXPECT_EQ(to_description(one), encrypted_to(fmt::format(R"("{}")", recipient)));

    auto two = spec_of(encrypted_to(fmt::format(R"(["{0}","{0}"])", recipient)));
    EXPECT_EQ(two.encrypt_to.size(), 2u);
    EXPECT_EQ(spec_of(to_description(two).value()), two);
}

// A job that can't be encrypted as it asks must not run: its result would be lost, or open.
TEST(JobSpec, RefusesRecipientsThatAreNone) {
    EXPECT_THAT(refusal_of(encrypted_to("7")), HasSubstr("\"encryptTo\" is neither"));
    EXPECT_THAT(refusal_of(encrypted_to("[7]")), HasSubstr("\"encryptTo\" is not a string"));
    EXPECT_THAT(refusal_of(encrypted_to("null")), HasSubstr("\"encryptTo\" is neither"));
    EXPECT_THAT(refusal_of(encrypted_to("[]")), HasSubstr("names nobody"));
    EXPECT_THAT(refusal_of(encrypted_to(R"("")")), HasSubstr("not an X25519 recipient"));
    EXPECT_THAT(refusal_of(encrypted_to(R"("age1qqqqqqqqqqqq")")),
                HasSubstr("\"encryptTo\": not an X25519 recipient"));
    auto low_order = age::Recipient({}).to_string();
    EXPECT_THAT(refusal_of(encrypted_to(fmt::format(R"("{}")", low_order))),
                HasSubstr("low order"));
    std::string nine = fmt::format(R"("{}")", recipient);
    for (int i = 1; i < 9; ++i)
        nine += fmt::format(R"(,"{}")", recipient);
    EXPECT_THAT(refusal_of(encrypted_to("[" + nine + "]")), HasSubstr("9 recipients, more than 8"));
}

TEST(JobSpec, RefusesMoreThanTheChainTakes) {
    std::string code(9000, 'x');
    auto text = fmt::format(R"({{"type":"python-script","code":"{}"}})", code);
    EXPECT_EQ(parse_job_spec(text).error().code, ErrorCode::resource_exhausted);
    JobSpec spec{.work = PythonScript{.code = code}};
    EXPECT_EQ(to_description(spec).error().code, ErrorCode::resource_exhausted);
}

TEST(JobSpec, RefusesJsonNestedWithoutEnd) {
    std::string nested = std::string(100, '[') + std::string(100, ']');
    EXPECT_THAT(refusal_of_option("\"x\":" + nested), HasSubstr("not JSON"));
}

TEST(JobSpec, IsWrittenWithoutItsDefaults) {
    JobSpec spec{.work = PythonScript{.code = "print('hi')\n"}, .description = "greet"};
    EXPECT_EQ(to_description(spec),
              R"-({"type":"python-script","description":"greet","code":"print('hi')\n"})-");
}

TEST(JobSpec, ComesBackAsItWasWritten) {
    JobSpec spec{.work = ContainerImage{.image = "alpine:3", .args = {"echo", "a \"b\""}},
                 .description = "say it",
                 .env = {{"HOME", "/tmp"}, {"EMPTY", ""}},
                 .inputs = {{.cid = cid, .path = "data/a"}},
                 .memory_gb = 3,
                 .cpus = 4,
                 .timeout = 61s};
    EXPECT_EQ(spec_of(to_description(spec).value()), spec);
}

TEST(TimeLimit, IsNeverMoreThanWhatIsPaidFor) {
    JobSpec spec{.work = Message{}, .description = "x"};
    EXPECT_EQ(time_limit(spec, 2), 2h);
    spec.timeout = 90s;
    EXPECT_EQ(time_limit(spec, 1), 90s);
    spec.timeout = 3h;
    EXPECT_EQ(time_limit(spec, 1), 1h);
}

}  // namespace
}  // namespace carrot::market
