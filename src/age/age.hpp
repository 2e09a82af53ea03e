// age: files that only the holder of a key can read, in the format age-encryption.org/v1
// (https://c2sp.org/age) with its X25519 recipients. The `age` tool reads what is written here, and
// the other way round. Passphrases, armor, plugins and post-quantum keys are left to the tool.
//
//   auto recipient = TRY(Recipient::parse("age1…"));                       // age/keys.hpp
//   auto file = TRY(Encryptor::begin({recipient}, write_to_disk));         // age/encryptor.hpp
//   TRY(file.write(piece));  TRY(file.finish());
//   Decryptor opened(identity, write_elsewhere);                           // age/decryptor.hpp
#pragma once

#include "age/decryptor.hpp"
#include "age/encryptor.hpp"
#include "age/keys.hpp"
