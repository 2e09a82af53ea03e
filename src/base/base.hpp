// base: what every room stands on: Result and errors, bytes and their text forms, files, the clock,
// the log.
//
//   Result<Bytes> key = from_hex(text);         // base/encoding.hpp
//   auto content = TRY(read_file(path, 1 << 20));  // base/file.hpp, base/result.hpp
//   log::info("worker", "claimed job {}", id);  // base/log.hpp
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/encoding.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/sqlite.hpp"
#include "base/utf8.hpp"
