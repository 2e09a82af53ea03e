// Adding a file to the embedded store beside the least that adding must do, to hash the same bytes
// with SHA-256 and write them to the same disk; and beside boxo, where CARROT_BOXO_ADD names the
// program in bench/boxo_add.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/file.hpp"
#include "base/random.hpp"
#include "ipfs/ipfs.hpp"

namespace {

using namespace carrot;
namespace fs = std::filesystem;

constexpr std::size_t content_bytes = std::size_t{1} << 30;
constexpr int small_files = 100'000;
constexpr std::size_t small_file_bytes = 1000;

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

    /// A path where nothing is yet. What was in earlier ones is removed at the end: a file system
    /// is slow where many files have just been removed, and one that is written over is fast, which
    /// would favor one side where the disk grows as it is written (a virtual machine's often does).
    fs::path fresh() const { return folder_ / std::to_string(++count_); }

private:
    fs::path folder_;
    mutable int count_ = 0;
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

void hash_and_write(const fs::path& copy) {
    const int in = ::open(workplace().input().c_str(), O_RDONLY);
    const int out = ::open(copy.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0644);
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

ipfs::Cid add(const fs::path& folder) {
    auto store = ipfs::BlockStore::open(folder).value();
    return ipfs::add_file(*store, workplace().input()).value().cid;
}

/// Seconds that boxo takes.
double boxo_s(const char* program, const ipfs::Cid& expected) {
    const auto command = std::string(program) + " " + workplace().input().string() + " " +
                         workplace().fresh().string();
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
    double seconds = 0;
    char cid[128];
    if (!pipe || std::fscanf(pipe.get(), "%lf %127s", &seconds, cid) != 2 ||
        cid != expected.to_string())
        throw std::runtime_error("boxo did not add the same file");
    return seconds;
}

void AddFile(benchmark::State& state) {
    const char* boxo = ::getenv("CARROT_BOXO_ADD");
    double reference_s = 0;
    double added_s = 0;
    double by_boxo_s = 0;
    for (auto _ : state) {
        const auto copy = workplace().fresh();
        const auto folder = workplace().fresh();
        std::optional<ipfs::Cid> cid;
        reference_s += seconds_of([&] { hash_and_write(copy); });
        const double once_s = seconds_of([&] { cid = add(folder); });
        if (boxo != nullptr) by_boxo_s += boxo_s(boxo, *cid);
        added_s += once_s;
        state.SetIterationTime(once_s);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(content_bytes));
    state.counters["speed_to_sha256_and_write"] = reference_s / added_s;
    if (boxo != nullptr) state.counters["speed_to_boxo"] = by_boxo_s / added_s;
}
BENCHMARK(AddFile)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

void ReadFile(benchmark::State& state) {
    auto store = ipfs::BlockStore::open(workplace().fresh()).value();
    const auto added = ipfs::add_file(*store, workplace().input()).value();
    for (auto _ : state) {
        auto reader = ipfs::FileReader::open(*store, added.cid).value();
        for (;;) {
            const auto piece = reader.next().value();
            if (piece.empty()) break;
            benchmark::DoNotOptimize(piece.view().data());
        }
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(content_bytes));
}
BENCHMARK(ReadFile)->Unit(benchmark::kMillisecond)->Iterations(3);

void AddSmallFiles(benchmark::State& state) {
    const auto input = workplace().fresh();
    fs::create_directory(input);
    Bytes content(small_file_bytes);
    for (int i = 0; i < small_files; ++i) {
        fill_random(content);
        if (!write_file(input / std::to_string(i), content)) throw std::runtime_error("no room");
    }
    for (auto _ : state) {
        auto store = ipfs::BlockStore::open(workplace().fresh()).value();
        benchmark::DoNotOptimize(ipfs::add_directory(*store, input).value());
    }
    state.SetItemsProcessed(state.iterations() * small_files);
}
BENCHMARK(AddSmallFiles)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
