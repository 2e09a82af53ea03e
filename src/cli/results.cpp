#include "cli/results.hpp"

#include <fcntl.h>
#include <stdio.h>

#include <array>
#include <atomic>
#include <fstream>

#include "base/posix.hpp"
#include "base/random_name.hpp"
#include "ipfs/gateway_blocks.hpp"
#include "ipfs/reader.hpp"

namespace carrot::cli {
namespace {

namespace fs = std::filesystem;

struct Magic {
    std::string_view start;
    std::string_view extension;
};
constexpr std::array<Magic, 4> known_formats{
    {{"\x89PNG\r\n\x1a\n", ".png"}, {"\xff\xd8\xff", ".jpg"}, {"GIF8", ".gif"}, {"%PDF-", ".pdf"}}};
constexpr std::size_t magic_limit_bytes = 16;

/// Shows how much has come.
class ShownBlocks final : public ipfs::BlockSource {
public:
    ShownBlocks(const ipfs::BlockSource& blocks, Output& output)
        : blocks_(blocks), output_(output) {}
    ~ShownBlocks() override { output_.clear_passing(); }
    ShownBlocks(const ShownBlocks&) = delete;
    ShownBlocks& operator=(const ShownBlocks&) = delete;

    Result<Bytes> get(const ipfs::Cid& cid) const override {
        auto block = blocks_.get(cid);
        if (block) bytes_ += block->size();
        output_.show_passing(fmt::format("  · fetching: {:.1f} MB", double(bytes_) / 1e6));
        return block;
    }

private:
    const ipfs::BlockSource& blocks_;
    Output& output_;
    mutable std::uint64_t bytes_ = 0;
};

fs::path name_for_folder(market::JobId job_id) { return fmt::format("job-{}", job_id); }

/// A result that is one file and no picture is the job's output.
fs::path name_for_file(market::JobId job_id, std::string_view start) {
    std::string_view extension = ".txt";
    for (const auto& format : known_formats)
        if (start.starts_with(format.start)) extension = format.extension;
    auto name = name_for_folder(job_id);
    name += extension;
    return name;
}

std::string start_of(const fs::path& file) {
    std::string start(magic_limit_bytes, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(stream.gcount()));
    return start;
}

Result<fs::path> name_for_open(const ipfs::BlockSource& blocks, const ipfs::Cid& cid,
                               market::JobId job_id) {
    const auto node = TRY(ipfs::resolve(blocks, ipfs::ContentPath(cid)));
    if (node.kind != ipfs::NodeKind::file) return name_for_folder(job_id);
    auto reader = TRY(ipfs::FileReader::open(blocks, cid, {.length = magic_limit_bytes}));
    const auto start = TRY(reader.next());
    return name_for_file(job_id, as_text(start));
}

Result<fs::path> fetch_open(const ipfs::BlockSource& blocks, const ipfs::Cid& cid,
                            const market::Job& job, const std::optional<fs::path>& destination,
                            const std::stop_token& stop) {
    auto path = destination ? *destination : TRY(name_for_open(blocks, cid, job.job_id));
    TRY(check_destination(path));
    TRY(ipfs::fetch_to(blocks, cid, path, {}, stop));
    return path;
}

/// A folder beside the destination, gone with what was not moved out of it.
class PartialFolder {
public:
    explicit PartialFolder(const fs::path& destination) : path_(partial_path(destination)) {}
    ~PartialFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// The only thing in the folder, if it is a file.
std::optional<fs::path> single_file(const fs::path& folder) {
    std::optional<fs::path> file;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (file || !entry.is_regular_file()) return std::nullopt;
        file = entry.path();
    }
    return file;
}

Result<fs::path> fetch_sealed(const ipfs::BlockSource& blocks, const ipfs::Cid& cid,
                              const market::Job& job, const std::optional<fs::path>& destination,
                              const age::Identity& identity, const std::stop_token& stop) {
    if (destination) TRY(check_destination(*destination));
    const PartialFolder partial(destination.value_or(name_for_folder(job.job_id)));
    std::error_code error;
    if (!fs::create_directory(partial.path(), error))
        return system_failure("create folder", partial.path(), error.value());
    TRY(extract_sealed(blocks, cid, identity, partial.path(), stop));
    const auto file = single_file(partial.path());
    const auto own_name =
        file ? name_for_file(job.job_id, start_of(*file)) : name_for_folder(job.job_id);
    const auto path = destination.value_or(own_name);
    const auto& whole = file ? *file : partial.path();
    if (::renameat2(AT_FDCWD, whole.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0)
        return system_failure("create", path);
    return path;
}

}  // namespace

Result<std::unique_ptr<ipfs::BlockSource>> open_results(Session& session) {
    ipfs::GatewayOptions options {
        .urls = TRY(session.network())
        .gateways
    };
    return ipfs::connect_gateways(session.http(), std::move(options), session.stop(),
                                  session.clock());
}

Result<void> check_destination(const fs::path& path) {
    if (!fs::exists(path)) return {};
    return fail(ErrorCode::already_exists, "--output {}: it exists; name another", path.native());
}

Result<fs::path> fetch_result(Session& session, const market::Job& job,
                              const std::optional<fs::path>& destination, const ResultKey& key) {
    const auto cid = TRY(ipfs::ContentPath::parse(job.result_hash))
    .root;
    const auto gateways = TRY(open_results(session));
    const ShownBlocks blocks(*gateways, session.output());
    if (!TRY(is_sealed(session, job, blocks, cid)))
        return fetch_open(blocks, cid, job, destination, session.stop());
    const auto identity = TRY(identity_for(session, job, key));
    return fetch_sealed(blocks, cid, job, destination, identity, session.stop());
}

std::string gateway_address(std::string_view gateway_url, std::string_view cid) {
    return fmt::format("{}/ipfs/{}", gateway_url, cid);
}

}  // namespace carrot::cli
