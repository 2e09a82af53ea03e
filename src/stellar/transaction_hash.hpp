// The hash that names a transaction and that its signatures sign.
#pragma once

#include "base/result.hpp"
#include "stellar/hash.hpp"
#include "xdr/transaction.hpp"

namespace carrot::stellar {

/// sha256(TransactionSignaturePayload). A V0 envelope hashes as the V1 that it stands for.
Result<Hash> transaction_hash(const xdr::TransactionEnvelope& envelope, const Hash& network_id);
Result<Hash> transaction_hash(const xdr::Transaction& transaction, const Hash& network_id);

}  // namespace carrot::stellar
