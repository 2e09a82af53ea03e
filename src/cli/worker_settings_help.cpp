#include "cli/worker_settings.hpp"

namespace carrot::cli {

const std::string_view worker_settings_help =
    R"(Settings, in ~/.config/carrot/config.toml or where --config says:

  [worker]
  mode = "autonomous"                     # or "paired": no key here, the provider's wallet signs
  provider = "G…"                         # paired: whose GPUs these are
  key = "bob"                             # autonomous: 'carrot key list'
  passphrase_file = "credential:carrot-passphrase"    # or a path; of an encrypted key

  address = "127.0.0.1"                   # where its API listens
  port = 3001
  endpoint = "https://gpu.example:3001"   # what the registry tells consumers
  tls_certificate = "/etc/carrot/tls/fullchain.pem"
  tls_key = "/etc/carrot/tls/privkey.pem"
  allowed_origins = ["https://market.example"]    # web pages that may drive it
  insecure = false                        # true: other machines may reach it without TLS

  engine = "/var/run/docker.sock"         # empty: Docker's or Podman's usual places
  runtime = ""                            # "runsc", "kata"; empty: the engine's own
  python_image = ""                       # a tar file; empty: the engine has carrot/python:1
  gpus = []                               # of the provider's GPUs, those of this machine; []: all
  jobs_per_gpu = 1

  poll_interval_ms = 1000
  stop_grace_s = 10                       # between SIGTERM and SIGKILL at a limit
  start_limit_s = 60                      # a claimed job that can't start is released after it
  retention_days = 30                     # results, logs and journal are kept for so long
  inclusion_fee_max_stroops = 1000000     # the most that one transaction's inclusion may cost
  log_format = "text"                     # or "json"

  [worker.gpu_uuids]                      # GPU number = the card's UUID in nvidia-smi -L
  0 = "GPU-…"

  [worker.images]
  allowed = ["docker.io/library/*"]       # patterns; []: every image
  local = "published"                     # of this machine's own images, those that a registry
                                          # has too; "any"; "only": and nothing is pulled
  disk_budget_gb = 100                    # the images used longest ago go first
  max_image_gb = 50
  min_free_disk_gb = 5
  pull_limit_s = 1800                     # of one image, all attempts and pauses together
  stall_limit_s = 120                     # an attempt in which nothing comes for so long ends
  pull_attempts = 4
  retry_first_ms = 1000                   # the pause after the first attempt; it grows
  retry_last_ms = 30000                   # the longest pause
  login_files = []                        # Docker's config.json; []: the usual places
  login_helper_limit_s = 30               # Docker's credential helpers answer within it

  [worker.store]                          # where results are kept besides this machine
  kubo_url = "http://127.0.0.1:5001"
  kubo_token_file = "/etc/carrot/kubo-token"
  kubo_upload = "car"                     # "files" for nodes that offer no dag/import
  pinata_jwt_file = "credential:pinata"   # or the token itself in the environment's PINATA_JWT
  pinata_upload = "car"                   # "files": the older pinFileToIPFS
  disk_budget_gb = 0                      # of results on this machine; 0: no limit
  copies = 0                              # how many services must keep a result before its job
                                          # is completed; 0: all

  [worker.store.pinning.NAME]             # a service with the IPFS Pinning Service API
  url = "https://pins.example/api/v1"     # what comes before /pins
  token_file = "credential:pins"
  origins = []                            # where it finds results; Kubo's addresses join them

A text "credential:NAME" instead of a secret's path is what systemd's LoadCredentialEncrypted=NAME
brings. Relative paths are meant from the file's folder.)";

}  // namespace carrot::cli
