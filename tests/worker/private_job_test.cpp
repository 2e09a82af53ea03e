// Jobs whose results nobody but their consumer can read, on a real engine and a real store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "age/age.hpp"
#include "sandbox/tar_parser.hpp"
#include "worker/forwarding_store.hpp"
#include "worker/job_runner.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using Files = std::map<std::string, std::string>;

/// An archive's files by their paths.
class FilesOfArchive final : public sandbox::TarVisitor {
public:
    Result<void> begin_entry(const sandbox::TarEntry& entry) override {
        if (entry.kind == sandbox::TarEntry::Kind::file) current_ = &files_[entry.path];
        return {};
    }
    Result<void> content(BytesView piece) override {
        current_->append(as_text(piece));
        return {};
    }
    Result<void> end_entry() override { return {}; }
    const Files& files() const { return files_; }

private:
    Files files_;
    std::string* current_ = nullptr;
};

std::string encrypted_to(const age::Identity& identity) {
    return fmt::format(R"(,"encryptTo":"{}")", identity.recipient().to_string());
}

class APrivateJob : public testing::Test, protected Workplace {
protected:
    ~APrivateJob() override { EXPECT_EQ(containers(), 0u); }

    Files opened(const std::string& hash) {
        FilesOfArchive archive;
        sandbox::TarParser parser(archive);
        age::Decryptor decryptor(alice, [&](BytesView piece) { return parser.feed(piece); });
        need(decryptor.write(as_bytes(stored(hash))));
        need(decryptor.finish());
        need(parser.finish());
        return archive.files();
    }

    /// In all files that the worker has left on this machine, its store and its folders.
    bool is_left(std::string_view text) const {
        for (const auto& entry : fs::recursive_directory_iterator(directory.path())) {
            if (!entry.is_regular_file()) continue;
            if (entry.path().parent_path().filename() == "logs") continue;  // the provider's own
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string content(std::istreambuf_iterator<char>(file), {});
            if (content.contains(text)) return true;
        }
        return false;
    }

    age::Identity alice{std::array<std::uint8_t, 32>{7}};
};

TEST_F(APrivateJob, IsStoredSoThatItsConsumerAloneCanReadIt) {
    const auto job =
        completes(script("echo model-$((6*7)) > /output/model-$((6*7)).bin; echo said-$((6*7))",
                         encrypted_to(alice)));
    EXPECT_EQ(opened(chain.job(job.job_id).result_hash),
              (Files{{"result/model-42.bin", "model-42\n"},
                     {"result/stdout.txt", "said-42\n"},
                     {"result/stderr.txt", ""}}));
    EXPECT_FALSE(is_left("model-42"));
    EXPECT_FALSE(is_left("said-42"));

    completes(script("echo open-$((6*7))"));
    EXPECT_TRUE(is_left("open-42"));
    EXPECT_EQ(chain.payments(job.job_id), 1);
}

TEST_F(APrivateJob, HasAPrivateReportWhenItFails) {
    const auto job = releases(script("echo because-$((6*7)); exit 3", encrypted_to(alice)));
    const auto files = opened(chain.job(job.job_id).result_hash);
    EXPECT_THAT(files.at("result/report.json"), HasSubstr("because-42"));
    EXPECT_FALSE(is_left("because-42"));
}

TEST_F(APrivateJob, MayBeAMessage) {
    const auto job = completes(
        fmt::format(R"({{"type":"simple","description":"call me"{}}})", encrypted_to(alice)));
    EXPECT_EQ(opened(job.result_hash), (Files{{"result/message.txt", "call me"}}));
}

TEST_F(APrivateJob, IsNeverClaimedWhenItNamesNobodyWhoCouldReadIt) {
    const auto low_order = age::Recipient({}).to_string();
    for (const auto& recipient : {std::string("age1nobody"), low_order}) {
        const auto id =
            chain.post(0, script("echo", fmt::format(R"(,"encryptTo":"{}")", recipient)));
        auto worker = open();
        std::stop_source drain;
        std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
        wait_for(worker, id, Step::done);
        drain.request_stop();
        thread.join();
        const auto job = need(worker.job(id));
        EXPECT_EQ(job.verdict, Verdict::refused);
        EXPECT_THAT(job.reason, HasSubstr("\"encryptTo\": not an X25519 recipient"));
        EXPECT_EQ(chain.job(id).status, ChainStatus::open);
    }
}

/// The end of the process, as far as the code under test can tell.
struct Crash {};

class StoreBeforeACrash final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;
    Result<ipfs::Cid> put_file(const fs::path& file, const ipfs::PutOptions& options,
                               std::stop_token stop) override {
        need(ForwardingStore::put_file(file, options, stop));
        throw Crash{};
    }
};

/// One life of a worker that has this one job.
JobRecord live(Workplace& place, const JobRecord& record, ipfs::ResultStore& store) {
    auto journal = need(Journal::open(place.directory.path() / "journal.sqlite", *place.clock));
    if (!journal.find(record.job_id)) need(journal.add(record));
    auto images = need(ImageKeeper::open(place.options.directory, {place.options.python_image},
                                         place.options.images, place.engine, *place.clock));
    RunnerContext context(place.options, {place.chain, place.engine, store, *place.clock}, journal,
                          images);
    JobRunner runner(need(journal.find(record.job_id)), context);
    while (!runner.is_done())
        need(runner.advance({}));
    return runner.record();
}

// Encrypted again it would be another result, and the first would be kept for nobody for good.
TEST_F(APrivateJob, IsStoredOnceThoughTheWorkerDiesInBetween) {
    for (const auto* code : {"echo done", "exit 3"}) {
        JobRecord record;
        record.job_id = chain.post(0, script(code, encrypted_to(alice)));
        record.description = chain.job(record.job_id).description;
        record.compute_hours = chain.job(record.job_id).compute_hours;
        StoreBeforeACrash mortal(*store);
        EXPECT_THROW(live(*this, record, mortal), Crash);
        const auto job = live(*this, record, *store);
        const auto pins = need(store->pins());
        ASSERT_EQ(pins.size(), 1u) << code;
        EXPECT_THAT(job.result_hash, HasSubstr(pins.front().cid.to_string()));
        need(store->unpin(pins.front().cid));
    }
}

}  // namespace
}  // namespace carrot::worker
