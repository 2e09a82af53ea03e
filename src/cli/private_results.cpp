#include "cli/private_results.hpp"

#include <sodium.h>

#include <algorithm>

#include "age/decryptor.hpp"
#include "base/file.hpp"
#include "cli/secret_file.hpp"
#include "ipfs/reader.hpp"
#include "market/job_spec.hpp"
#include "market/result_key.hpp"
#include "sandbox/tar_extractor.hpp"
#include "worker/private_result.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t identity_file_limit_bytes = 64 * 1024;

/// As much as a public result may have.
constexpr sandbox::CopyLimits extraction_limits{.content_bytes = ipfs::FetchLimits{}.content_bytes,
                                                .entries = ipfs::FetchLimits{}.entries};

/// The named files of an archive's top folder.
class NamedFiles final : public sandbox::TarVisitor {
public:
    NamedFiles(const std::vector<std::string>& names, std::size_t limit_bytes)
        : names_(names), limit_bytes_(limit_bytes) {}

    Result<void> begin_entry(const sandbox::TarEntry& entry) override {
        current_ = nullptr;
        const auto top = std::string(worker::private_root) + '/';
        if (entry.kind != sandbox::TarEntry::Kind::file || !entry.path.starts_with(top)) return {};
        const auto name = entry.path.substr(top.size());
        // Those that are read without the rest stand first, and one is the only file.
        passed_ = std::ranges::count(names_, name) == 0;
        if (passed_) return {};
        if (entry.size_bytes > limit_bytes_)
            return fail(ErrorCode::resource_exhausted,
                        "could not read {} of the result: more than {} bytes", name, limit_bytes_);
        current_ = &found_[name];
        return {};
    }

    Result<void> content(BytesView piece) override {
        if (current_ != nullptr) current_->insert(current_->end(), piece.begin(), piece.end());
        return {};
    }

    Result<void> end_entry() override { return {}; }

    bool passed() const { return passed_; }
    std::map<std::string, Bytes> take() { return std::move(found_); }

private:
    const std::vector<std::string>& names_;
    const std::size_t limit_bytes_;
    std::map<std::string, Bytes> found_;
    Bytes* current_ = nullptr;
    bool passed_ = false;
};

/// Until `enough`, or the end.
template <class Enough>
Result<void> open_archive(const ipfs::BlockSource& blocks, const ipfs::Cid& cid,
                          const age::Identity& identity, sandbox::TarVisitor& visitor,
                          Enough enough, const std::stop_token& stop) {
    sandbox::TarParser parser(visitor);
    age::Decryptor decryptor(identity, [&](BytesView piece) { return parser.feed(piece); });
    auto reader = TRY(ipfs::FileReader::open(blocks, cid));
    for (;;) {
        if (stop.stop_requested()) return fail(ErrorCode::cancelled, "fetching was stopped");
        const auto piece = TRY(reader.next());
        if (piece.empty()) break;
        TRY(decryptor.write(piece));
        if (enough()) return {};
    }
    TRY(decryptor.finish());
    return parser.finish();
}

Result<age::Identity> read_identity_file(const std::filesystem::path& file) {
    TRY(check_secret_file(file));
    auto content = TRY(read_file(file, identity_file_limit_bytes));
    auto rest = as_text(content);
    Result<age::Identity> identity =
        fail(ErrorCode::invalid_argument, "{} holds no identity of age (\"AGE-SECRET-KEY-1…\")",
             file.native());
    while (!rest.empty() && !identity) {
        auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        while (line.ends_with('\r') || line.ends_with(' '))
            line.remove_suffix(1);
        if (auto read = age::Identity::parse(line)) identity = *read;
    }
    sodium_memzero(content.data(), content.size());
    return identity;
}

}  // namespace

Result<bool> is_sealed(Session& session, const market::Job& job, const ipfs::BlockSource& blocks,
                       const ipfs::Cid& cid) {
    const auto spec = market::parse_job_spec(job.description);
    if (!spec || spec->encrypt_to.empty()) return false;
    const auto node = TRY(ipfs::resolve(blocks, cid));
    if (node.kind == ipfs::NodeKind::file) {
        auto reader = TRY(ipfs::FileReader::open(blocks, cid, {.length = age::file_magic.size()}));
        if (as_text(TRY(reader.next())) == age::file_magic) return true;
    }
    session.output().note(
        "warning: job {} asked for a private result, and its provider stored it unencrypted: "
        "whoever has the CID can read it",
        job.job_id);
    return false;
}

Result<age::Identity> identity_for(const Session& session, const market::Job& job,
                                   const ResultKey& key) {
    if (key.identity_file) return read_identity_file(*key.identity_file);
    const auto consumer = key.consumer ? key.consumer : session.key_of(job.consumer.strkey);
    if (!consumer)
        return fail(ErrorCode::permission_denied,
                    "the result of job {} is encrypted: add --key NAME with the key of {}, who "
                    "posted it",
                    job.job_id, job.consumer.strkey);
    auto network = TRY(session.network())
    .network;
    return market::result_key(*consumer, network.passphrase);
}

Result<void> extract_sealed(const ipfs::BlockSource& blocks, const ipfs::Cid& cid,
                            const age::Identity& identity, const std::filesystem::path& folder,
                            std::stop_token stop) {
    auto extractor =
        TRY(sandbox::TarExtractor::open(folder, worker::private_root, extraction_limits));
    return open_archive(blocks, cid, identity, extractor, [] { return false; }, stop);
}

Result<std::map<std::string, Bytes>> read_sealed(const ipfs::BlockSource& blocks,
                                                 const ipfs::Cid& cid,
                                                 const age::Identity& identity,
                                                 const std::vector<std::string>& names,
                                                 std::size_t limit_bytes, std::stop_token stop) {
    NamedFiles files(names, limit_bytes);
    TRY(open_archive(blocks, cid, identity, files, [&] { return files.passed(); }, stop));
    return files.take();
}

}  // namespace carrot::cli
