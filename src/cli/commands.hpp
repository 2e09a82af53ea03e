// Every subcommand, one function and one file each.
#pragma once

#include "cli/command.hpp"

namespace carrot::cli {

void add_up(Command& program);
void add_network(Command& program);
void add_ipfs(Command& program);
void add_ipfs_add(Command& ipfs);
void add_ipfs_ls(Command& ipfs);
void add_ipfs_export(Command& ipfs);
void add_ipfs_import(Command& ipfs);
void add_ipfs_pin(Command& ipfs);
void add_ipfs_gc(Command& ipfs);
void add_ipfs_verify(Command& ipfs);
void add_worker(Command& program);
void add_worker_check(Command& worker);
void add_worker_status(Command& worker);
void add_worker_token(Command& worker);
void add_deploy(Command& program);
void add_doctor(Command& program);

void add_gpu_register(Command& gpu);
void add_gpu_list(Command& gpu);
void add_gpu_show(Command& gpu);
void add_gpu_availability(Command& gpu);
void add_gpu_price(Command& gpu);
void add_gpu_endpoint(Command& gpu);

void add_job_run(Command& job);
void add_job_post(Command& job);
void add_job_list(Command& job);
void add_job_show(Command& job);
void add_job_logs(Command& job);
void add_job_get(Command& job);
void add_job_claim(Command& job);
void add_job_complete(Command& job);
void add_job_release(Command& job);
void add_job_cancel(Command& job);

void add_key_generate(Command& key);
void add_key_add(Command& key);
void add_key_encrypt(Command& key);
void add_key_list(Command& key);
void add_key_fund(Command& key);
void add_key_age(Command& key);

void add_fees_show(Command& fees);
void add_fees_withdraw(Command& fees);

/// All of them, in the order in which `carrot --help` lists them.
void add_commands(Command& program);

}  // namespace carrot::cli
