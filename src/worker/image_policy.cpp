#include "worker/image_policy.hpp"

#include <fmt/format.h>

#include <utility>

#include "worker/image_allow_list.hpp"

namespace carrot::worker {

std::vector<std::string> ImagePolicy::check() const {
    std::vector<std::string> mistakes;
    const auto demand = [&](bool right, std::string mistake) {
        if (!right) mistakes.push_back(std::move(mistake));
    };
    demand(disk_budget_bytes > 0, "the images' disk budget is 0: give at least one image room");
    demand(max_image_bytes > 0, "the largest image is 0 bytes: give a limit above 0");
    demand(max_image_bytes <= disk_budget_bytes,
           fmt::format("the largest image, {} bytes, is over the disk budget of {} bytes",
                       max_image_bytes, disk_budget_bytes));
    demand(pull_limit.count() > 0, "the pull limit is not above 0 s");
    demand(stall_limit.count() > 0, "the stall limit is not above 0 s");
    demand(pull_attempts >= 1 && pull_attempts <= 20,
           fmt::format("{} pull attempts are not between 1 and 20", pull_attempts));
    demand(retry_first.count() > 0 && retry_first <= retry_last,
           "the first pause between attempts is not above 0, or longer than the last");
    demand(login_helper_limit.count() > 0, "the limit of credential helpers is not above 0 s");
    for (const auto& pattern : allowed)
        if (const auto parsed = ImageAllowList::parse({pattern}); !parsed)
            mistakes.push_back(parsed.error().message);
    for (const auto& file : login_files)
        demand(file.is_absolute(),
               fmt::format("the path of the registry logins {} is not absolute", file.string()));
    return mistakes;
}

}  // namespace carrot::worker
