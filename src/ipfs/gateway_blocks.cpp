#include "ipfs/gateway_blocks.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "base/log.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_gateways = 16;
constexpr std::array pauses_when_busy = {1000ms, 2000ms};

struct Gateway {
    std::string url;
    std::size_t failures = 0;  // since it last gave a block
    bool lied = false;
};

struct Answer {
    Result<Bytes> block;
    bool busy = false;
    bool lied = false;
};

http::ClientRequest request_for(const http::Url& url) {
    http::ClientRequest request;
    request.url = url;
    request.headers.set("Accept", "application/vnd.ipld.raw");
    return request;
}

Answer ask(http::Client& client, const std::string& gateway, const Cid& cid,
           std::chrono::milliseconds time_limit, const std::stop_token& stop) {
    const auto operation = fmt::format("fetch {} from {}", cid.to_string(), gateway);
    const auto url = http::Url::parse(gateway);
    if (!url) return {.block = std::unexpected(url.error())};
    http::SendOptions options{.timeout = time_limit};
    options.stop = stop;
    options.response_limit_bytes = max_block_bytes;
    const auto target = fmt::format("/ipfs/{}?format=raw", cid.to_string());
    auto response = client.send(request_for(url->at(target)), options);
    if (!response)
        return {.block = with_context(Result<Bytes>(std::unexpected(response.error())), operation)};
    const bool busy = response->status == 429 || response->status >= 500;
    response = http::expect_success(*std::move(response), operation);
    if (!response) return {.block = std::unexpected(response.error()), .busy = busy};
    const auto content = as_bytes(response->body);
    if (!cid.names(content))
        return {
            .block = fail(ErrorCode::corrupt_data, "{}: the bytes don't match the CID", operation),
            .lied = true};
    return {.block = Bytes(content.begin(), content.end())};
}

// One block's race. Runners tell their answers; whoever waits starts the next runner when the last
// one failed or its head start is over.
class Race {
public:
    Race(http::Client& client, const GatewayOptions& options, Clock& clock, const Cid& cid,
         const std::stop_token& stop)
        : client_(client), options_(options), clock_(clock), cid_(cid), forward_(stop, [this] {
              end();
          }) {}

    // Of the gateways' answers, in their order; nothing from those that were not asked or have
    // lost.
    std::vector<std::optional<Answer>> run(const std::vector<std::string>& urls) {
        answers_.resize(urls.size());
        for (std::size_t i = 0; i < urls.size() && wait_for_turn(); ++i)
            start(i, urls[i]);
        wait_for_winner();
        end();
        runners_.clear();
        return std::move(answers_);
    }

private:
    bool over() const { return won_ || ending_.stop_requested(); }

    void start(std::size_t index, const std::string& url) {
        {
            const std::lock_guard lock(mutex_);
            ++running_;
            waits_ = true;
        }
        runners_.emplace_back([this, index, url] {
            finish(index, ask(client_, url, cid_, options_.time_limit, ending_.get_token()));
        });
        head_start_ = std::jthread([this](const std::stop_token& cancelled) {
            if (clock_.sleep_for(options_.head_start, cancelled)) allow_next();
        });
    }

    void finish(std::size_t index, Answer answer) {
        const std::lock_guard lock(mutex_);
        --running_;
        waits_ = false;
        if (answer.block) won_ = true;
        const bool lost = !answer.block && over();
        if (!lost || answer.lied) answers_[index] = std::move(answer);
        changed_.notify_all();
    }

    void allow_next() {
        const std::lock_guard lock(mutex_);
        waits_ = false;
        changed_.notify_all();
    }

    void end() {
        ending_.request_stop();
        const std::lock_guard lock(mutex_);
        changed_.notify_all();
    }

    bool wait_for_turn() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] {
            return over() || running_ == 0 || (!waits_ && running_ < options_.parallel);
        });
        return !over();
    }

    void wait_for_winner() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return over() || running_ == 0; });
    }

    http::Client& client_;
    const GatewayOptions& options_;
    Clock& clock_;
    const Cid& cid_;
    std::stop_source ending_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t running_ = 0;
    bool waits_ = false;  // for the one that was started last
    bool won_ = false;
    std::vector<std::optional<Answer>> answers_;
    std::vector<std::jthread> runners_;
    std::jthread head_start_;
    std::stop_callback<std::function<void()>> forward_;
};

class GatewayBlocks final : public BlockSource {
public:
    GatewayBlocks(http::Client& client, GatewayOptions options, std::stop_token stop, Clock& clock)
        : client_(client), options_(std::move(options)), stop_(std::move(stop)), clock_(clock) {
        for (const auto& url : options_.urls)
            gateways_.push_back({.url = url});
    }

    Result<Bytes> get(const Cid& cid) const override {
        if (cid.holds_content()) return Bytes(cid.digest().begin(), cid.digest().end());
        for (const auto pause : pauses_when_busy) {
            auto round = ask_all(cid);
            if (round.block || !round.busy) return std::move(round.block);
            if (!clock_.sleep_for(pause, stop_)) break;
        }
        return ask_all(cid).block;
    }

private:
    std::vector<std::string> in_order() const {
        const std::lock_guard lock(mutex_);
        std::map<std::pair<std::size_t, std::size_t>, std::string>
            order;  // by failures, then place
        for (std::size_t i = 0; i < gateways_.size(); ++i)
            if (!gateways_[i].lied) order[{gateways_[i].failures, i}] = gateways_[i].url;
        std::vector<std::string> urls;
        for (auto& [place, url] : order)
            urls.push_back(std::move(url));
        return urls;
    }

    Answer ask_all(const Cid& cid) const {
        const auto urls = in_order();
        if (urls.empty())
            return {.block = fail(ErrorCode::corrupt_data,
                                  "fetch {}: every gateway has sent bytes that don't match a CID: "
                                  "name others, see gateways in the settings",
                                  cid.to_string())};
        Race race(client_, options_, clock_, cid, stop_);
        auto answers = race.run(urls);
        note(urls, answers);
        for (auto& answer : answers)
            if (answer && answer->block) return std::move(*answer);
        if (stop_.stop_requested())
            return {.block = fail(ErrorCode::cancelled, "fetch {}: stopped", cid.to_string())};
        return failure_of(answers);
    }

    // What the gateways did says in which order the next block is asked for.
    void note(const std::vector<std::string>& urls,
              const std::vector<std::optional<Answer>>& answers) const {
        const auto won = std::ranges::any_of(
            answers, [](const auto& answer) { return answer && answer->block; });
        const std::lock_guard lock(mutex_);
        bool before_winner = won;
        for (std::size_t i = 0; i < urls.size(); ++i) {
            auto& gateway = *std::ranges::find(gateways_, urls[i], &Gateway::url);
            const bool gave = answers[i] && answers[i]->block;
            if (gave) {
                gateway.failures = 0;
                before_winner = false;
            } else if (answers[i] || before_winner) {
                ++gateway.failures;
            }
            if (!answers[i] || !answers[i]->lied || gateway.lied) continue;
            gateway.lied = true;
            log::warning("ipfs", "{}: it is asked no more", answers[i]->block.error().message);
        }
    }

    static Answer failure_of(const std::vector<std::optional<Answer>>& answers) {
        const auto rank = [](ErrorCode code) {
            return code == ErrorCode::corrupt_data ? 0 : code == ErrorCode::not_found ? 1 : 2;
        };
        Error error{ErrorCode::corrupt_data, {}};
        bool busy = false;
        for (const auto& answer : answers) {
            if (!answer) continue;
            const auto& one = answer->block.error();
            if (error.message.empty() || rank(one.code) > rank(error.code)) error.code = one.code;
            error.message += (error.message.empty() ? "" : "; ") + one.message;
            busy = busy || answer->busy;
        }
        return {.block = std::unexpected(std::move(error)), .busy = busy};
    }

    http::Client& client_;
    GatewayOptions options_;
    std::stop_token stop_;
    Clock& clock_;
    mutable std::mutex mutex_;
    mutable std::vector<Gateway> gateways_;
};

}  // namespace

Result<std::unique_ptr<BlockSource>> connect_gateways(http::Client& client, GatewayOptions options,
                                                      std::stop_token stop, Clock& clock) {
    if (options.urls.empty() || options.urls.size() > max_gateways)
        return fail(ErrorCode::invalid_argument, "name 1 to {} gateways", max_gateways);
    std::vector<std::string> urls;
    for (auto& url : options.urls) {
        TRY(http::Url::parse(url));
        while (url.ends_with('/'))
            url.pop_back();
        if (std::ranges::find(urls, url) == urls.end()) urls.push_back(url);
    }
    options.urls = std::move(urls);
    options.parallel = std::max(options.parallel, std::size_t{1});
    return std::make_unique<GatewayBlocks>(client, std::move(options), std::move(stop), clock);
}

}  // namespace carrot::ipfs
