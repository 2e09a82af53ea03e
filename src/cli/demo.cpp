#include "cli/demo.hpp"

#include <boost/json.hpp>

#include "base/encoding.hpp"
#include "base/file.hpp"
#include "cli/demo_checks.hpp"
#include "cli/demo_script.hpp"
#include "cli/job_follower.hpp"
#include "cli/picture.hpp"
#include "cli/render.hpp"
#include "cli/results.hpp"
#include "market/job_spec.hpp"
#include "market/result_uri.hpp"

namespace carrot::cli {
namespace {

namespace json = boost::json;
using market::Stroops;
using Milliseconds = std::chrono::milliseconds;

constexpr std::uint32_t demo_hours = 1;
constexpr PictureSize demo_picture{.width_pixels = 1920, .height_pixels = 1080};
constexpr Milliseconds look_interval{50};
constexpr std::chrono::minutes longest_wait{10};

/// Lines of the story, each with the time since the one before.
class Teller {
public:
    explicit Teller(Session& session)
        : output_(session.output()),
          clock_(session.clock()),
          started_(clock_.now()),
          last_(started_) {}

    void heading(std::string_view text) {
        output_.note("");
        output_.note("{}", paint(Ink::bold, text));
    }

    void line(std::string_view name, std::string_view text) {
        auto now = clock_.now();
        output_.note("  {} {:<10} {}  {}", paint(Ink::green, "✓"), name, text,
                     paint(Ink::dim, to_text(now - last_)));
        last_ = now;
    }

    void waiting(std::string_view text) {
        output_.show_passing(paint(Ink::dim, fmt::format("  · {} …", text)));
    }

    Milliseconds elapsed() const { return clock_.now() - started_; }
    std::string paint(Ink ink, std::string_view text) const {
        return output_.note_paint()(ink, text);
    }

private:
    Output& output_;
    Clock& clock_;
    TimePoint started_;
    TimePoint last_;
};

class Demo {
public:
    Demo(const LocalMarket& local, Session& session)
        : local_(local), session_(session), teller_(session) {}

    Result<DemoStory> run() {
        teller_.heading("A job from post to payment");
        story_.gpu_id = local_.gpu_id();
        story_.before = TRY(fetch_balances(local_));
        auto posted = TRY(post());
        auto job = TRY(watch());
        if (job.status != market::JobStatus::completed) return failure(job);
        TRY(fetch_picture(job));
        TRY(settle(posted.ledger));
        show_balances();
        return std::move(story_);
    }

private:
    Result<market::Receipt<market::JobId>> post();
    Result<market::Job> watch();
    void tell_progress(const worker::JobRecord& record);
    Result<void> fetch_picture(const market::Job& job);
    Result<void> settle(std::uint32_t posted_ledger);
    void show_balances();
    std::unexpected<Error> failure(const market::Job& job);

    const LocalMarket& local_;
    Session& session_;
    Teller teller_;
    DemoStory story_;
    worker::Step told_ = worker::Step::prepare;
};

Result<market::Receipt<market::JobId>> Demo::post() {
    teller_.waiting("alice posts a job");
    const auto& market = local_.market();
    const auto& alice = local_.accounts().alice;
    market::JobSpec spec{.work = market::PythonScript{.code = std::string{demo_script}},
                         .description = "Mandelbrot, 1920 × 1080"};
    auto description = TRY(market::to_description(spec));
    auto gpu = TRY(market.registry().get_gpu(story_.gpu_id));
    story_.payment = TRY(market::price_of(gpu, demo_hours));
    story_.split = market::split_payment(story_.payment);

    stellar::CallOptions call;
    call.stop = session_.stop();
    auto posted = TRY(market.marketplace_as(alice, call)
                          .post_job(market::address_of(alice.account()), story_.gpu_id, description,
                                    demo_hours, story_.payment.count()));
    story_.job_id = posted.value;
    story_.alice_network_fees = Stroops{posted.fee_charged_stroops};
    teller_.line("posted", fmt::format("job {} by alice for GPU {}, \"{}\"", story_.job_id,
                                       story_.gpu_id, spec.description));
    teller_.line("escrow", fmt::format("{} for {} hour, in ledger {}", with_unit(story_.payment),
                                       demo_hours, posted.ledger));
    teller_.waiting("bob's worker looks at it");
    return posted;
}

Result<market::Job> Demo::watch() {
    while (teller_.elapsed() < longest_wait) {
        auto record = local_.job_record(story_.job_id);
        if (record) tell_progress(*record);
        bool over = record && record->step == worker::Step::done;
        if (over) return local_.market().marketplace().get_job(story_.job_id);
        if (!session_.clock().sleep_for(look_interval, session_.stop())) {
            return fail(ErrorCode::cancelled, "demo: stopped on request");
        }
    }
    return fail(ErrorCode::timed_out, "demo: job {} is not done after {} minutes", story_.job_id,
                longest_wait.count());
}

/// Whatever the worker has done since the last look, in its order.
void Demo::tell_progress(const worker::JobRecord& record) {
    using enum worker::Step;
    auto reached = [&](worker::Step step) { return told_ < step && record.step >= step; };
    if (record.verdict == worker::Verdict::refused || record.verdict == worker::Verdict::lost) {
        return;
    }
    if (reached(start)) {
        auto hash = record.call ? record.call->hash.substr(0, 12) + "…" : std::string{};
        teller_.line("claimed", fmt::format("by bob's worker  {}", teller_.paint(Ink::dim, hash)));
        teller_.waiting("making a container");
    }
    if (reached(run)) {
        story_.container_id = record.container_id;
        teller_.line("container", fmt::format("{} without network, rights or a writable disk",
                                              record.container_id.substr(0, 12)));
        teller_.waiting("the script runs");
    }
    if (reached(collect)) {
        teller_.line("ran", fmt::format("exit status {}", record.exit_status.value_or(-1)));
        teller_.waiting("storing the result");
    }
    if (reached(settle)) {
        teller_.line("stored", record.result_hash);
        teller_.waiting("recording it on chain");
    }
    if (reached(clean)) story_.duration = teller_.elapsed();
    told_ = std::max(told_, record.step);
}

Result<void> Demo::fetch_picture(const market::Job& job) {
    story_.result_hash = job.result_hash;
    auto cid_text = TRY(market::parse_result_hash(job.result_hash));
    auto cid = TRY(ipfs::Cid::parse(cid_text));
    auto folder = session_.settings().data_directory / "demo";
    story_.picture_url = gateway_address(local_.endpoints().gateway_url, cid_text);
    auto content = TRY(fetch_verified(session_.http(), story_.picture_url, cid,
                                      folder / "verification", session_.stop()));
    auto size = TRY(with_context(read_png_size(content), story_.picture_url));
    story_.width_pixels = size.width_pixels;
    story_.height_pixels = size.height_pixels;
    if (size.width_pixels != demo_picture.width_pixels ||
        size.height_pixels != demo_picture.height_pixels) {
        return fail(ErrorCode::failed_precondition, "the picture is {} × {}, and not {} × {}",
                    size.width_pixels, size.height_pixels, demo_picture.width_pixels,
                    demo_picture.height_pixels);
    }
    story_.picture_file = folder / fmt::format("job-{}.png", story_.job_id);
    TRY(make_directories(folder));
    return write_file(story_.picture_file, content);
}

Result<void> Demo::settle(std::uint32_t posted_ledger) {
    story_.bob_network_fees = TRY(check_settlement(local_.market(), story_.job_id, story_.split,
                                                   posted_ledger, session_.stop()));
    story_.after = TRY(fetch_balances(local_));
    TRY(check_balances(story_));
    teller_.line("paid", fmt::format("bob {}, the platform {}", with_unit(story_.split.provider),
                                     with_unit(story_.split.fee)));
    teller_.line("verified", fmt::format("PNG {} × {}, its CID, and every stroop",
                                         story_.width_pixels, story_.height_pixels));
    return {};
}

void Demo::show_balances() {
    using enum Table::Align;
    Table table({{"  XLM"}, {"BEFORE", right}, {"AFTER", right}, {""}});
    auto row = [&](std::string name, Stroops before, Stroops after, std::string why) {
        table.add_row({"  " + std::move(name), market::to_xlm(before), market::to_xlm(after),
                       std::move(why)});
    };
    const auto& [before, after] = std::tie(story_.before, story_.after);
    row("alice", before.alice, after.alice,
        fmt::format("paid {}, and {} to Stellar", market::to_xlm(story_.payment),
                    market::to_xlm(story_.alice_network_fees)));
    row("bob", before.bob, after.bob,
        fmt::format("earned {}, less {} to Stellar", market::to_xlm(story_.split.provider),
                    market::to_xlm(story_.bob_network_fees)));
    row("escrow", before.escrow, after.escrow,
        fmt::format("holds {} of collected fees", market::to_xlm(after.fees)));
    session_.output().note("");
    auto text = table.to_text(session_.output().note_paint());
    text.pop_back();
    session_.output().note("{}", text);
}

std::unexpected<Error> Demo::failure(const market::Job& job) {
    auto record = local_.job_record(story_.job_id);
    return fail(ErrorCode::failed_precondition, "demo: job {} is {}{}; its report: {}",
                story_.job_id, market::name_of(job.status),
                record && !record->reason.empty() ? ": " + record->reason : "",
                job.result_hash.empty() ? "none" : job.result_hash);
}

json::object to_document(const Balances& balances) {
    return {{"alice_stroops", market::to_decimal(balances.alice)},
            {"bob_stroops", market::to_decimal(balances.bob)},
            {"escrow_stroops", market::to_decimal(balances.escrow)},
            {"fees_stroops", market::to_decimal(balances.fees)}};
}

}  // namespace

json::object to_document(const DemoStory& story) {
    return {{"job_id", story.job_id},
            {"gpu_id", story.gpu_id},
            {"payment_stroops", market::to_decimal(story.payment)},
            {"provider_stroops", market::to_decimal(story.split.provider)},
            {"fee_stroops", market::to_decimal(story.split.fee)},
            {"alice_network_fees_stroops", market::to_decimal(story.alice_network_fees)},
            {"bob_network_fees_stroops", market::to_decimal(story.bob_network_fees)},
            {"container_id", story.container_id},
            {"result_hash", story.result_hash},
            {"picture_url", story.picture_url},
            {"picture_file", story.picture_file.native()},
            {"width_pixels", story.width_pixels},
            {"height_pixels", story.height_pixels},
            {"before", to_document(story.before)},
            {"after", to_document(story.after)},
            {"duration_ms", story.duration.count()}};
}

Result<DemoStory> run_demo(const LocalMarket& local, Session& session) {
    return Demo(local, session).run();
}

}  // namespace carrot::cli
