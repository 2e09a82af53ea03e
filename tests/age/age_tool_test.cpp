// What is written here is read by the age tool itself (Debian's package `age`), and the other way
// round.
#include <fcntl.h>
#include <gtest/gtest.h>

#include "age/age_file.hpp"
#include "base/file.hpp"
#include "support/spawn.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::age {
namespace {

using tests::chunk_size;
using tests::content_of;
using tests::decrypted;
using tests::encrypted;
using tests::identity_of;

class AgeTool : public testing::Test {
protected:
    void write(const char* name, BytesView content) {
        ASSERT_TRUE(write_file(folder.path() / name, content));
    }

    Bytes read(const char* name) {
        auto content = read_file(folder.path() / name, 1 << 24);
        if (!content) throw std::runtime_error(content.error().message);
        return *std::move(content);
    }

    /// In the folder; its exit status.
    int run(std::vector<std::string> command) {
        command.insert(command.begin(), {"env", "-C", folder.path().string()});
        return carrot::tests::wait_for(carrot::tests::spawn(std::move(command), {}));
    }

    carrot::tests::TemporaryDirectory folder;
    Identity alice = identity_of(1);
};

TEST_F(AgeTool, ReadsWhatIsWrittenHere) {
    write("key", as_bytes(alice.reveal()));
    for (const auto size : {std::size_t{0}, std::size_t{1}, chunk_size, 5 * chunk_size + 9}) {
        const auto content = content_of(size);
        write("file", encrypted(content, {identity_of(2).recipient(), alice.recipient()}));
        write("plain", {});  // the tool makes no file for no content
        ASSERT_EQ(run({"age", "-d", "-i", "key", "-o", "plain", "file"}), 0);
        EXPECT_TRUE(read("plain") == content) << size;
    }
}

TEST_F(AgeTool, WritesWhatIsReadHere) {
    for (const auto size : {std::size_t{0}, std::size_t{1}, chunk_size, 5 * chunk_size + 9}) {
        const auto content = content_of(size);
        write("plain", content);
        ASSERT_EQ(run({"age", "-r", identity_of(2).recipient().to_string(), "-r",
                       alice.recipient().to_string(), "-o", "file", "plain"}),
                  0);
        const auto opened = decrypted(read("file"), alice);
        ASSERT_TRUE(opened) << opened.error().message;
        EXPECT_TRUE(*opened == content) << size;
    }
}

TEST_F(AgeTool, AgreesOnTheRecipientOfAnIdentity) {
    write("key", as_bytes(alice.reveal()));
    ASSERT_EQ(run({"age-keygen", "-y", "-o", "recipient", "key"}), 0);
    EXPECT_EQ(as_text(read("recipient")), alice.recipient().to_string() + "\n");
}

TEST_F(AgeTool, MakesIdentitiesThatAreReadHere) {
    ASSERT_EQ(run({"age-keygen", "-o", "key"}), 0);
    const auto text = read("key");
    const auto lines = as_text(text);
    const auto secret = lines.substr(lines.find("AGE-SECRET-KEY-"));
    const auto identity = Identity::parse(secret.substr(0, secret.find('\n')));
    ASSERT_TRUE(identity);
    EXPECT_TRUE(lines.contains(identity->recipient().to_string()));
}

}  // namespace
}  // namespace carrot::age
