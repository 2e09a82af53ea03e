#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct ListJobs {
    std::optional<std::string> status;
    std::optional<std::string> consumer;
    std::optional<std::string> provider;
    std::optional<std::uint32_t> gpu_id;

    void declare(Command& command) {
        command.option("--status", status, "open, claimed, completed or cancelled");
        command.option("--consumer", consumer, "those that this address or key posted");
        command.option("--provider", provider, "those that this address or key claimed");
        command.option("--gpu", gpu_id, "those for this GPU");
        command.example("carrot job list --status open");
        command.example("carrot job list --consumer alice --json");
    }

    Result<void> run(Session& session) {
        std::optional<market::JobStatus> wanted;
        if (status) wanted = TRY(with_context(market::parse_job_status(*status), "--status"));
        auto poster = TRY(address_text(session, consumer));
        auto claimer = TRY(address_text(session, provider));
        auto market = TRY(session.market());
        auto jobs = TRY(market.fetch_jobs());
        std::erase_if(jobs, [&](const market::Job& job) {
            return (wanted && job.status != *wanted) ||
                   (consumer && job.consumer.strkey != poster) ||
                   (provider && (job.claimed_at == 0 || job.provider.strkey != claimer)) ||
                   (gpu_id && job.gpu_id != *gpu_id);
        });

        boost::json::array documents;
        for (const auto& job : jobs)
            documents.push_back(to_document(job));
        auto text = jobs.empty() ? "no jobs; post one with 'carrot job run'"
                                 : to_text(jobs, session.output().paint());
        session.output().show({{"jobs", std::move(documents)}}, text);
        return {};
    }

private:
    static Result<std::string> address_text(Session& session,
                                            const std::optional<std::string>& who) {
        if (!who) return std::string{};
        return TRY(session.address(*who))
        .to_string();
    }
};

}  // namespace

void add_job_list(Command& job) { job.command<ListJobs>("list", "The market's jobs"); }

}  // namespace carrot::cli
