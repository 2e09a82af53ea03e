#include "cli/results.hpp"

#include <array>

#include "ipfs/gateway_blocks.hpp"
#include "ipfs/reader.hpp"

namespace carrot::cli {
namespace {

struct Magic {
    std::string_view start;
    std::string_view extension;
};
constexpr std::array<Magic, 4> known_formats{
    {{"\x89PNG\r\n\x1a\n", ".png"}, {"\xff\xd8\xff", ".jpg"}, {"GIF8", ".gif"}, {"%PDF-", ".pdf"}}};

}  // namespace

Result<std::unique_ptr<ipfs::BlockSource>> open_results(Session& session) {
    ipfs::GatewayOptions options {
        .urls = TRY(session.network())
        .gateways
    };
    return ipfs::connect_gateways(session.http(), std::move(options), session.stop(),
                                  session.clock());
}

Result<void> download(Session& session, const ipfs::ContentPath& path,
                      const std::filesystem::path& destination) {
    auto blocks = TRY(open_results(session));
    return ipfs::fetch_to(*blocks, path, destination, {}, session.stop());
}

Result<std::filesystem::path> name_for_result(const ipfs::BlockSource& blocks, const ipfs::Cid& cid,
                                              market::JobId job_id) {
    auto name = fmt::format("job-{}", job_id);
    auto node = TRY(ipfs::resolve(blocks, ipfs::ContentPath(cid)));
    if (node.kind != ipfs::NodeKind::file) return name;
    auto reader = TRY(ipfs::FileReader::open(blocks, cid, {.offset = 0, .length = 16}));
    auto start = TRY(reader.next());
    for (const auto& format : known_formats) {
        if (as_text(start).starts_with(format.start)) return name + std::string{format.extension};
    }
    return name + ".txt";  // a result that is one file and no picture is the job's output
}

std::string gateway_address(std::string_view gateway_url, std::string_view cid) {
    return fmt::format("{}/ipfs/{}", gateway_url, cid);
}

}  // namespace carrot::cli
