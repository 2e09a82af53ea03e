// Adding a file to the embedded store beside the least that adding must do: hash the same bytes
// with SHA-256 and write them to the same disk.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "base/file.hpp"
#include "base/random.hpp"
#include "ipfs/ipfs.hpp"

namespace {

using namespace carrot;
namespace fs = std::filesystem;

constexpr std::size_t content_bytes = std::size_t{256} << 20;

/// A folder of random content that both sides read, and where both write.
class Workplace {
public:
    Workplace() {
        auto name = (fs::temp_directory_path() / "carrot-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
        folder_ = name;
        Bytes content(content_bytes);
        fill_random(content);
        if (!write_file(input(), content)) throw std::runtime_error("no room for the input");
    }
    ~Workplace() { fs::remove_all(folder_); }

    fs::path input() const { return folder_ / "input"; }
    fs::path copy() const { return folder_ / "copy"; }
    fs::path fresh_store() const {
        const auto store = folder_ / "store";
        fs::remove_all(store);
        return store;
    }

private:
    fs::path folder_;
};

const Workplace& workplace() {
    static const Workplace instance;
    return instance;
}

double seconds_of(auto&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void hash_and_write() {
    const int in = ::open(workplace().input().c_str(), O_RDONLY);
    const int out = ::open(workplace().copy().c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    Bytes block(std::size_t{1} << 20);
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    for (ssize_t count; (count = ::read(in, block.data(), block.size())) > 0;) {
        EVP_DigestUpdate(context, block.data(), static_cast<std::size_t>(count));
        if (::write(out, block.data(), static_cast<std::size_t>(count)) != count)
            throw std::runtime_error("the disk is full");
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    EVP_DigestFinal_ex(context, digest.data(), nullptr);
    EVP_MD_CTX_free(context);
    ::fsync(out);
    ::close(out);
    ::close(in);
}

void add(const fs::path& folder) {
    auto store = ipfs::BlockStore::open(folder).value();
    if (!ipfs::add_file(*store, workplace().input())) throw std::runtime_error("could not add");
}

void AddFile(benchmark::State& state) {
    double reference_s = 0;
    double added_s = 0;
    for (auto _ : state) {
        const auto folder = workplace().fresh_store();
        reference_s += seconds_of(hash_and_write);
        const double once_s = seconds_of([&] { add(folder); });
        added_s += once_s;
        state.SetIterationTime(once_s);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(content_bytes));
    state.counters["speed_to_sha256_and_write"] = reference_s / added_s;
}
BENCHMARK(AddFile)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

void ReadFile(benchmark::State& state) {
    auto store = ipfs::BlockStore::open(workplace().fresh_store()).value();
    const auto added = ipfs::add_file(*store, workplace().input()).value();
    for (auto _ : state) {
        auto content = ipfs::read_content(*store, {added.cid, {}}, content_bytes);
        if (!content) state.SkipWithError(content.error().message.c_str());
        benchmark::DoNotOptimize(content);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(content_bytes));
}
BENCHMARK(ReadFile)->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
