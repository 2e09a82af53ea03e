#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "base/utf8.hpp"
#include "http/json.hpp"
#include "ipfs/detail/resumable_upload.hpp"
#include "ipfs/pinning_service.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {
namespace {

struct UploadedFile {
    std::string cid;
};
BOOST_DESCRIBE_STRUCT(UploadedFile, (), (cid))

struct UploadAnswer {
    UploadedFile data;
};
BOOST_DESCRIBE_STRUCT(UploadAnswer, (), (data))

// An answer of `GET /v3/files/public`.
struct FoundFiles {
    std::vector<UploadedFile> files;
};
BOOST_DESCRIBE_STRUCT(FoundFiles, (), (files))

struct SearchAnswer {
    FoundFiles data;
};
BOOST_DESCRIBE_STRUCT(SearchAnswer, (), (data))

// An answer of `POST /pinning/pinFileToIPFS`, and of `GET /data/pinList`.
struct PinnedFile {
    std::string IpfsHash;
};
BOOST_DESCRIBE_STRUCT(PinnedFile, (), (IpfsHash))

struct ListedPin {
    std::string ipfs_pin_hash;
};
BOOST_DESCRIBE_STRUCT(ListedPin, (), (ipfs_pin_hash))

struct PinList {
    std::vector<ListedPin> rows;
};
BOOST_DESCRIBE_STRUCT(PinList, (), (rows))

constexpr auto question_limit = std::chrono::seconds(15);

// Fits a form's field: without line ends.
std::string field_text(std::string_view text) {
    std::string safe;
    for (const char letter : text)
        safe += letter < ' ' && letter >= 0 ? ' ' : letter;
    return safe;
}

class Pinata final : public PinningService {
public:
    Pinata(http::Url url, http::Url api_url, const PinataOptions& options, Clock& clock)
        : url_(std::move(url)), api_url_(std::move(api_url)), options_(options), clock_(clock) {}

    std::string name() const override { return "Pinata"; }

    Result<void> upload(const BlockSource& blocks, const Cid& root, std::string_view pin_name,
                        std::stop_token stop) override {
        const auto label = field_text(pin_name);
        if (options_.upload_as == UploadAs::files)
            return lists(root, stop) ? Result<void>() : pin_files(blocks, root, label, stop);
        return keeps(root, stop) ? Result<void>() : send_car(blocks, root, label, stop);
    }

private:
    std::string operation_on(const Cid& root) const {
        return fmt::format("could not upload {} to {}", root.to_string(), name());
    }

    FormUpload upload_to(http::Url url) const {
        return {.service = name(),
                .url = std::move(url),
                .bearer_token = options_.jwt,
                .fields = {},
                .answer_limit = options_.answer_limit};
    }

    Result<void> send_car(const BlockSource& blocks, const Cid& root, const std::string& label,
                          const std::stop_token& stop) {
        auto car = TRY(with_context(car_of(blocks, root), operation_on(root)));
        if (car.size_bytes > options_.in_one_request_bytes)
            return send_in_pieces(std::move(car), root, label, stop);
        auto upload = upload_to(url_.at("/v3/files"));
        upload.fields = {{"network", "public"}, {"car", "true"}};
        if (!label.empty()) upload.fields.emplace_back("name", label);
        upload.files.push_back(std::move(car));
        const auto response = TRY(send_form(client_, clock_, upload, root, stop));
        const auto answer = TRY(
            with_context(http::from_json_text<UploadAnswer>(response.body), operation_on(root)));
        return expect_same_cid(name(), root, answer.data.cid);
    }

    Result<void> send_in_pieces(FormFile car, const Cid& root, const std::string& label,
                                const std::stop_token& stop) {
        const ResumableUpload upload{.service = name(),
                                     .url = url_.at("/v3/files"),
                                     .bearer_token = options_.jwt,
                                     .metadata = {{"filename", label.empty() ? car.name : label},
                                                  {"filetype", car.content_type},
                                                  {"network", "public"},
                                                  {"car", "true"}},
                                     .file = std::move(car),
                                     .piece_bytes = options_.piece_bytes,
                                     .answer_limit = options_.answer_limit};
        const auto response = TRY(send_resumable(client_, clock_, upload, root, stop));
        const auto cid = response.headers.find("Upload-Cid");
        if (!cid && keeps(root, stop)) return {};
        return expect_same_cid(name(), root, cid.value_or(""));
    }

    Result<void> pin_files(const BlockSource& blocks, const Cid& root, const std::string& label,
                           const std::stop_token& stop) {
        auto upload = upload_to(api_url_.at("/pinning/pinFileToIPFS"));
        upload.fields = {{"pinataOptions", root.version() == CidVersion::v0
                                               ? R"({"cidVersion":0})"
                                               : R"({"cidVersion":1})"}};
        if (!label.empty())
            upload.fields.emplace_back(
                "pinataMetadata", boost::json::serialize(boost::json::object{{"name", label}}));
        upload.files =
            TRY(with_context(files_of(blocks, root, root.to_string()), operation_on(root)));
        for (const auto& file : upload.files)
            TRY(with_context(expect_same_cut(blocks, file), operation_on(root)));
        // It takes folders from the files' paths.
        std::erase_if(upload.files, [](const FormFile& file) { return !file.open; });
        const auto response = TRY(send_form(client_, clock_, upload, root, stop));
        const auto answer =
            TRY(with_context(http::from_json_text<PinnedFile>(response.body), operation_on(root)));
        return expect_same_cid(name(), root, answer.IpfsHash);
    }

    // It cuts files at 256 KiB, whatever it is asked.
    static Result<void> expect_same_cut(const BlockSource& blocks, const FormFile& file) {
        constexpr std::uint64_t leaf_bytes = 256 * 1024;
        if (!file.cid || file.size_bytes <= leaf_bytes) return {};
        auto reader = TRY(FileReader::open(blocks, *file.cid));
        if (TRY(reader.next()).size() == leaf_bytes) return {};
        return fail(ErrorCode::invalid_argument,
                    "pinFileToIPFS cuts files at 256 KiB, so that {} of {} bytes would get another "
                    "CID than ours: set pinata_upload = \"car\"",
                    to_printable(file.name), file.size_bytes);
    }

    // A token that may upload but not list is no fault; other trouble shows in the upload.
    template <class Answer>
    std::optional<Answer> ask(std::string_view question, const std::stop_token& stop) {
        http::ClientRequest request;
        request.url = api_url_.at(question);
        request.headers.set("Authorization", "Bearer " + options_.jwt);
        http::SendOptions options{.timeout = question_limit};
        options.response_limit_bytes = 1 << 20;
        options.stop = stop;
        const auto response = client_.send(request, options);
        if (!response || !response->ok()) return std::nullopt;
        auto answer = http::from_json_text<Answer>(response->body);
        if (!answer) return std::nullopt;
        return *std::move(answer);
    }

    static bool is_same(std::string_view text, const Cid& root) {
        const auto cid = Cid::parse(text);
        return cid && *cid == root;
    }

    bool keeps(const Cid& root, const std::stop_token& stop) {
        const auto found =
            ask<SearchAnswer>("/v3/files/public?limit=1&cid=" + root.to_string(), stop);
        return found && std::ranges::any_of(found->data.files, [&](const UploadedFile& file) {
                   return is_same(file.cid, root);
               });
    }

    bool lists(const Cid& root, const std::stop_token& stop) {
        const auto found = ask<PinList>(
            "/data/pinList?status=pinned&pageLimit=1&hashContains=" + root.to_string(), stop);
        return found && std::ranges::any_of(found->rows, [&](const ListedPin& pin) {
                   return is_same(pin.ipfs_pin_hash, root);
               });
    }

    http::Url url_;
    http::Url api_url_;
    const PinataOptions options_;
    Clock& clock_;
    http::Client client_;
};

}  // namespace

Result<std::unique_ptr<PinningService>> connect_pinata(const PinataOptions& options, Clock& clock) {
    const bool plain = options.jwt.find_first_of(" \t\r\n") == std::string::npos;
    if (options.jwt.empty() || !plain)
        return fail(ErrorCode::permission_denied,
                    "could not use Pinata: {}: set PINATA_JWT to a token from "
                    "app.pinata.cloud/developers/api-keys",
                    options.jwt.empty() ? "there is no token" : "the token holds white space");
    auto url = TRY(http::Url::parse(options.url));
    auto api_url = TRY(http::Url::parse(options.api_url));
    return std::make_unique<Pinata>(std::move(url), std::move(api_url), options, clock);
}

}  // namespace carrot::ipfs
