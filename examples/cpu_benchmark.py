"""Measures the processor that a job gets: one core, all cores, and NumPy's matrix product.

Prints a table and writes the same numbers to /output/cpu_benchmark.json. Takes about ten seconds.
"""

import hashlib
import json
import multiprocessing
import os
import platform
import time

import numpy as np

SECONDS_PER_MEASURE = 2.0
MATRIX_SIZE = 1024


def rate(work):
    """Repeats `work`, which returns how much it did, and returns the amount per second."""
    work()
    amount, started = 0.0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < SECONDS_PER_MEASURE:
        amount += work()
    return amount / elapsed


def count_primes():
    """Pure Python: the interpreter's own speed. Returns the millions of numbers tested."""
    limit = 200_000
    sieve = bytearray([1]) * limit
    for number in range(2, int(limit**0.5) + 1):
        if sieve[number]:
            for multiple in range(number * number, limit, number):
                sieve[multiple] = 0
    return limit / 1e6


def hash_megabytes():
    """SHA-256 in C. Returns megabytes."""
    hashlib.sha256(bytes(8_000_000)).digest()
    return 8.0


def matmul_gflops():
    """Double precision, the best of several products."""
    matrix = np.random.default_rng(1).random((MATRIX_SIZE, MATRIX_SIZE))
    best_s = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        matrix @ matrix
        best_s = min(best_s, time.perf_counter() - started)
    return 2.0 * MATRIX_SIZE**3 / 1e9 / best_s


def prime_rate(_):
    return rate(count_primes)


def main():
    cores = len(os.sched_getaffinity(0))
    with multiprocessing.Pool(cores) as pool:
        all_cores = sum(pool.map(prime_rate, range(cores)))
    measures = {
        "machine": platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "cores": cores,
        "single_core_million_numbers_per_s": round(rate(count_primes), 2),
        "multi_core_million_numbers_per_s": round(all_cores, 2),
        "sha256_megabytes_per_s": round(rate(hash_megabytes), 1),
        "matmul_gflops": round(matmul_gflops(), 2),
    }
    for name, value in measures.items():
        print(f"{name.replace('_', ' '):36} {value}")
    with open("/output/cpu_benchmark.json", "w", encoding="utf-8") as file:
        json.dump(measures, file, indent=2)


if __name__ == "__main__":
    main()
