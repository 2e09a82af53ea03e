// Private results, from `carrot job run --private` to what the consumer and everybody else can
// read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/encoding.hpp"
#include "base/file.hpp"
#include "e2e/market_under_test.hpp"

namespace carrot::tests {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string content_of(const std::string& path) {
    auto content = read_file(path, 1 << 20);
    return content ? std::string{as_text(*content)} : "no file: " + content.error().message;
}

std::string text_of(const json::object& document, const char* member) {
    return std::string{document.at(member).as_string()};
}

std::string number_of(const json::object& job) {
    return std::to_string(job.at("job_id").as_int64());
}

/// What anybody gets who has the CID.
std::string stored(const MarketUnderTest& market, const json::object& job) {
    auto document = market.ask({"ipfs", "cat", text_of(job, "result_hash")});
    auto bytes = from_base64(text_of(document, "content_base64"));
    return std::string{as_text(bytes.value())};
}

TEST(PrivateJob, BringsItsResultToItsConsumerAlone) {
    auto& market = shared_market();
    auto script = market.script("private.py", R"(
open("/output/model.txt", "w").write("weights-" + str(6 * 7))
print("said-" + str(6 * 7))
)");
    auto folder = market.new_path("private");
    auto job = market.ask(
        {"job", "run", script, "--gpu", "0", "--private", "--key", "alice", "--output", folder});
    EXPECT_EQ(content_of(folder + "/model.txt"), "weights-42");
    EXPECT_EQ(content_of(folder + "/stdout.txt"), "said-42\n");

    EXPECT_THAT(text_of(job, "description"), HasSubstr("\"encryptTo\":\"age1"));
    auto ciphertext = stored(market, job);
    EXPECT_THAT(ciphertext, StartsWith("age-encryption.org/v1\n-> X25519 "));
    EXPECT_THAT(ciphertext, Not(HasSubstr("model.txt")));
    EXPECT_THAT(ciphertext, Not(HasSubstr("weights-42")));

    auto again = market.new_path("again");
    market.ask({"job", "get", number_of(job), "--output", again, "--key", "alice"});
    EXPECT_EQ(content_of(again + "/model.txt"), "weights-42");
    EXPECT_EQ(text_of(market.ask({"job", "logs", number_of(job)}), "stdout"), "said-42\n");
}

TEST(PrivateJob, WithoutFilesBringsItsOutputAsAFile) {
    auto& market = shared_market();
    auto script = market.script("whisper.py", "print('psst')\n");
    auto result = market.new_path("whisper.txt");
    auto job = market.ask(
        {"job", "run", script, "--gpu", "0", "--private", "--key", "alice", "--output", result});
    EXPECT_EQ(content_of(result), "psst\n");
    EXPECT_EQ(market.carrot({"job", "get", number_of(job), "--output", result}).exit_code, 4);
}

TEST(PrivateJob, OpensToAnAgeKeyOfTheConsumersChoice) {
    auto& market = shared_market();
    auto key = market.new_path("age-key");
    ASSERT_EQ(run_program({"age-keygen", "-o", key}, {}).exit_code, 0);
    auto recipient = run_program({"age-keygen", "-y", key}, {}).out;
    recipient.pop_back();
    auto script = market.script("to_age.py", "print('to age')\n");
    auto result = market.new_path("to_age.txt");
    auto posted = market.ask(
        {"job", "post", script, "--gpu", "0", "--encrypt-to", recipient, "--key", "alice"});
    auto job = market.wait_for_status(posted.at("job_id").as_int64(), "completed");

    market.ask({"job", "get", number_of(job), "--identity", key, "--output", result});
    EXPECT_EQ(content_of(result), "to age\n");
    auto refused = market.carrot({"job", "get", number_of(job), "--key", "alice"});
    EXPECT_EQ(refused.exit_code, 6);
    EXPECT_THAT(refused.err, HasSubstr("encrypted to another key"));

    auto file = market.script("to_age.age", stored(market, job));
    auto opened = run_program(
        {"bash", "-c", "age -d -i '" + key + "' '" + file + "' | tar -xO result/stdout.txt"}, {});
    EXPECT_EQ(opened.out, "to age\n");
}

TEST(PrivateJob, OpensToItsConsumersKeyWithTheAgeToolToo) {
    auto& market = shared_market();
    auto key = market.new_path("alice.age");
    auto document = market.ask({"key", "age", "alice", "--identity-file", key});
    EXPECT_EQ(market.carrot({"key", "age", "alice", "--identity-file", key}).exit_code, 4);
    auto script = market.script("by_tool.py", "print('by the tool')\n");
    auto posted = market.ask({"job", "post", script, "--gpu", "0", "--private", "--key", "alice"});
    auto job = market.wait_for_status(posted.at("job_id").as_int64(), "completed");
    EXPECT_THAT(text_of(job, "description"), HasSubstr(text_of(document, "recipient")));

    auto file = market.script("by_tool.age", stored(market, job));
    auto opened = run_program(
        {"bash", "-c", "age -d -i '" + key + "' '" + file + "' | tar -xO result/stdout.txt"}, {});
    EXPECT_EQ(opened.out, "by the tool\n");
}

TEST(PrivateJob, ThatFailsHasAReportForItsConsumerAlone) {
    auto& market = shared_market();
    auto script = market.script("fails_privately.py", "raise ValueError('no-' + str(6 * 7))\n");
    auto posted = market.ask({"job", "post", script, "--gpu", "0", "--private", "--key", "alice"});
    auto job = market.wait_for_status(posted.at("job_id").as_int64(), "cancelled");
    EXPECT_THAT(stored(market, job), Not(HasSubstr("no-42")));
    auto report = market.ask({"job", "logs", number_of(job)}).at("report").as_object();
    EXPECT_THAT(text_of(report, "log"), HasSubstr("ValueError: no-42"));
}

TEST(PrivateJob, IsRefusedForARecipientThatIsNone) {
    auto& market = shared_market();
    auto refused = market.carrot({"job", "post", "--message", "x", "--gpu", "0", "--encrypt-to",
                                  "age1nobody", "--key", "alice"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("--encrypt-to: not an X25519 recipient of age"));
}

// A provider's mistake must not go unnoticed.
TEST(PrivateJob, ThatWasStoredOpenlySaysSo) {
    auto& market = shared_market();
    market.ask({"key", "generate", "nina", "--fund"});
    auto gpu = market.ask(
        {"gpu", "register", "--model", "A100", "--vram-gb", "80", "--price", "1", "--key", "nina"});
    auto posted =
        market.ask({"job", "post", "--message", "hi", "--gpu",
                    std::to_string(gpu.at("gpu_id").as_int64()), "--private", "--key", "alice"});
    auto cid = text_of(market.ask({"ipfs", "add", market.script("open.txt", "open\n")}), "cid");
    market.ask({"job", "claim", number_of(posted), "--key", "nina"});
    market.ask({"job", "complete", number_of(posted), "ipfs://" + cid, "--key", "nina"});

    auto result = market.new_path("opened.txt");
    auto got = market.carrot({"job", "get", number_of(posted), "--output", result});
    EXPECT_EQ(got.exit_code, 0);
    EXPECT_THAT(got.err, HasSubstr("its provider stored it unencrypted"));
    EXPECT_EQ(content_of(result), "open\n");
}

}  // namespace
}  // namespace carrot::tests
