#include "cli/render.hpp"

#include "base/encoding.hpp"
#include "base/utf8.hpp"
#include "market/job_spec.hpp"

namespace carrot::cli {

namespace json = boost::json;
using market::Stroops;

namespace {

constexpr std::size_t title_limit = 40;

Stroops price_of(const market::Gpu& gpu) { return Stroops{gpu.price_per_hour}; }
Stroops payment_of(const market::Job& job) { return Stroops{job.payment_amount}; }

/// Cut at a code point's end.
std::string shortened(std::string_view text, std::size_t limit) {
    if (display_width(text) <= limit) return std::string{text};
    std::size_t end = 0;
    for (std::size_t width = 0; width < limit; ++end) {
        bool next_starts = (static_cast<unsigned char>(text[end]) & 0xc0) != 0x80;
        if (next_starts) ++width;
    }
    --end;
    return std::string{text.substr(0, end)} + "…";
}

bool was_claimed(const market::Job& job) { return job.claimed_at != 0; }

}  // namespace

std::string with_unit(Stroops amount) { return market::to_xlm(amount) + " XLM"; }

std::string title_of(const market::Job& job) {
    auto spec = market::parse_job_spec(job.description);
    if (!spec) return shortened(job.description, title_limit);
    if (!spec->description.empty()) return shortened(spec->description, title_limit);
    return std::string{market::type_name(*spec)};
}

json::object to_document(const market::ListedGpu& listed) {
    const auto& gpu = listed.gpu;
    return {{"gpu_id", listed.gpu_id},
            {"provider", gpu.provider.strkey},
            {"model", to_utf8(gpu.model)},
            {"vram_gb", gpu.vram_gb},
            {"price_stroops_per_hour", market::to_decimal(price_of(gpu))},
            {"available", gpu.available},
            {"total_jobs", gpu.total_jobs},
            {"registered_at", gpu.registered_at}};
}

json::object to_document(const market::Job& job) {
    return {{"job_id", job.job_id},
            {"gpu_id", job.gpu_id},
            {"status", market::name_of(job.status)},
            {"consumer", job.consumer.strkey},
            {"provider", was_claimed(job) ? json::value(job.provider.strkey) : json::value()},
            {"compute_hours", job.compute_hours},
            {"payment_stroops", market::to_decimal(payment_of(job))},
            {"created_at", job.created_at},
            {"claimed_at", job.claimed_at},
            {"completed_at", job.completed_at},
            {"result_hash", to_utf8(job.result_hash)},
            {"description", to_utf8(job.description)}};
}

void add_receipt(json::object& document, const market::Confirmation& receipt) {
    document["transaction"] = {
        {"hash", to_hex(receipt.transaction_hash)},
        {"ledger", receipt.ledger},
        {"closed_at", receipt.closed_at},
        {"fee_charged_stroops", std::to_string(receipt.fee_charged_stroops)}};
}

std::string to_text(const std::vector<market::ListedGpu>& gpus, const Paint& paint) {
    using enum Table::Align;
    Table table({{"ID", right},
                 {"MODEL"},
                 {"VRAM", right},
                 {"XLM/HOUR", right},
                 {"FREE"},
                 {"JOBS", right},
                 {"PROVIDER"}});
    for (const auto& [gpu_id, gpu] : gpus) {
        table.add_row({std::to_string(gpu_id), gpu.model, fmt::format("{} GB", gpu.vram_gb),
                       market::to_xlm(price_of(gpu)), gpu.available ? "yes" : "no",
                       std::to_string(gpu.total_jobs), short_address(gpu.provider.strkey)});
    }
    return table.to_text(paint);
}

std::string to_text(const std::vector<market::Job>& jobs, const Paint& paint) {
    using enum Table::Align;
    Table table({{"ID", right},
                 {"STATUS"},
                 {"GPU", right},
                 {"HOURS", right},
                 {"XLM", right},
                 {"POSTED"},
                 {"CONSUMER"},
                 {"WHAT"}});
    for (const auto& job : jobs) {
        table.add_row({std::to_string(job.job_id), std::string{market::name_of(job.status)},
                       std::to_string(job.gpu_id), std::to_string(job.compute_hours),
                       market::to_xlm(payment_of(job)), to_text_time(job.created_at),
                       short_address(job.consumer.strkey), title_of(job)});
    }
    return table.to_text(paint);
}

std::string to_details(const market::ListedGpu& listed, const Paint& paint) {
    const auto& gpu = listed.gpu;
    Facts facts;
    facts.add("gpu", std::to_string(listed.gpu_id));
    facts.add("model", gpu.model);
    facts.add("memory", fmt::format("{} GB", gpu.vram_gb));
    facts.add("price", with_unit(price_of(gpu)) + " per hour");
    facts.add("available", gpu.available ? "yes" : "no");
    facts.add("jobs done", std::to_string(gpu.total_jobs));
    facts.add("provider", gpu.provider.strkey);
    facts.add("registered", to_text_time(gpu.registered_at));
    return facts.to_text(paint);
}

std::string to_details(const market::Job& job, const Paint& paint) {
    Facts facts;
    facts.add("job", std::to_string(job.job_id));
    facts.add("status", market::name_of(job.status));
    facts.add("what", title_of(job));
    facts.add("gpu", std::to_string(job.gpu_id));
    facts.add("hours", std::to_string(job.compute_hours));
    facts.add("payment", with_unit(payment_of(job)));
    facts.add("consumer", job.consumer.strkey);
    if (was_claimed(job)) facts.add("provider", job.provider.strkey);
    facts.add("posted", to_text_time(job.created_at));
    if (was_claimed(job)) facts.add("claimed", to_text_time(job.claimed_at));
    if (job.completed_at != 0) facts.add("completed", to_text_time(job.completed_at));
    bool is_report = job.status == market::JobStatus::cancelled;
    if (!job.result_hash.empty()) facts.add(is_report ? "report" : "result", job.result_hash);
    return facts.to_text(paint);
}

std::string receipt_line(const market::Confirmation& receipt, const Paint& paint) {
    return paint(Ink::dim, fmt::format("transaction {}, ledger {}, network fee {}",
                                       to_hex(receipt.transaction_hash), receipt.ledger,
                                       with_unit(Stroops{receipt.fee_charged_stroops})));
}

}  // namespace carrot::cli
