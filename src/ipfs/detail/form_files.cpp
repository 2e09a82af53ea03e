// What of a DAG can be sent as files of a form.
#include <memory>

#include "ipfs/car_writer.hpp"
#include "ipfs/detail/form_upload.hpp"
#include "ipfs/limits.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::size_t max_files = 10'000;

http::BlockReader reader_of(std::shared_ptr<FileReader> file) {
    return [file = std::move(file), piece = std::make_shared<SharedBytes>()](
               std::span<std::uint8_t> out) -> Result<std::size_t> {
        if (piece->empty()) *piece = TRY(file->next());
        return piece->take(out);
    };
}

class FileList {
public:
    explicit FileList(const BlockSource& blocks) : blocks_(blocks) {}

    Result<void> add(const Cid& cid, const std::string& path, std::size_t depth) {
        const auto node = TRY(resolve(blocks_, ContentPath{cid, {}}));
        if (node.kind == NodeKind::symlink || depth > max_path_segments ||
            files_.size() == max_files)
            return fail(ErrorCode::invalid_argument, "could not upload {} as files: {}", path,
                        node.kind == NodeKind::symlink ? "it is a symbolic link"
                                                       : "there are too many of them");
        if (node.kind == NodeKind::file) {
            add_file(cid, path, node.size_bytes);
            return {};
        }
        files_.push_back({path, "application/x-directory", 0, {}});
        for (const auto& entry : TRY(list_directory(blocks_, cid)))
            TRY(add(entry.cid, path + "/" + entry.name, depth + 1));
        return {};
    }
    std::vector<FormFile> take() && { return std::move(files_); }

private:
    void add_file(const Cid& cid, const std::string& path, std::uint64_t size_bytes) {
        auto open = [this_blocks = &blocks_, cid]() -> Result<http::BlockReader> {
            return reader_of(
                std::make_shared<FileReader>(TRY(FileReader::open(*this_blocks, cid))));
        };
        files_.push_back({path, "application/octet-stream", size_bytes, std::move(open), cid});
    }

    const BlockSource& blocks_;
    std::vector<FormFile> files_;
};

}  // namespace

Result<FormFile> car_of(const BlockSource& blocks, const Cid& root) {
    const auto size_bytes = TRY(car_size_bytes(blocks, root));
    auto open = [&blocks, root]() -> Result<http::BlockReader> {
        return [car = std::make_shared<CarWriter>(blocks, root)](std::span<std::uint8_t> out) {
            return car->read(out);
        };
    };
    return FormFile{root.to_string() + ".car", "application/vnd.ipld.car; version=1", size_bytes,
                    std::move(open)};
}

Result<std::vector<FormFile>> files_of(const BlockSource& blocks, const Cid& root,
                                       const std::string& name) {
    FileList files(blocks);
    TRY(files.add(root, name, 0));
    return std::move(files).take();
}

}  // namespace carrot::ipfs
