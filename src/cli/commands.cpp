#include "cli/commands.hpp"

namespace carrot::cli {
namespace {

void add_gpu(Command& program) {
    auto gpu = program.group("gpu", "Offer GPUs and look at what is on offer");
    add_gpu_register(gpu);
    add_gpu_list(gpu);
    add_gpu_show(gpu);
    add_gpu_availability(gpu);
    add_gpu_price(gpu);
    add_gpu_endpoint(gpu);
}

void add_job(Command& program) {
    auto job = program.group("job", "Post jobs, follow them and fetch their results");
    add_job_run(job);
    add_job_post(job);
    add_job_list(job);
    add_job_show(job);
    add_job_logs(job);
    add_job_get(job);
    add_job_cancel(job);
    add_job_claim(job);
    add_job_complete(job);
    add_job_release(job);
}

void add_key(Command& program) {
    auto key = program.group("key", "Keys by name, shared with stellar-cli");
    add_key_generate(key);
    add_key_add(key);
    add_key_encrypt(key);
    add_key_list(key);
    add_key_fund(key);
    add_key_age(key);
}

void add_fees(Command& program) {
    auto fees = program.group("fees", "The platform's part of finished jobs");
    add_fees_show(fees);
    add_fees_withdraw(fees);
}

}  // namespace

void add_commands(Command& program) {
    add_up(program);
    add_job(program);
    add_gpu(program);
    add_key(program);
    add_fees(program);
    add_worker(program);
    add_network(program);
    add_ipfs(program);
    add_deploy(program);
    add_doctor(program);
}

}  // namespace carrot::cli
