// xdr: every type of the Stellar protocol (protocol 28), and its binary form by RFC 4506.
//
//   auto envelope = TRY(xdr::decode_base64<xdr::TransactionEnvelope>(text));
//   Bytes key = TRY(xdr::encode(xdr::LedgerKey::account({.account_id = id})));
//   if (const auto* symbol = value.if_sym()) …
//
// The types are written at build time by generator/ from the `xdr.json` that the crate
// `stellar-xdr` ships; that crate names the types and fields as we do (ScVal, AccountId, seq_num),
// so its documentation is the reference. Include this, or only what is needed: "xdr/contract.hpp"
// (ScVal, ScAddress), "xdr/ledger_entries.hpp" (LedgerKey, LedgerEntry, Asset),
// "xdr/transaction.hpp", "xdr/ledger.hpp" (LedgerHeader, TransactionMeta), "xdr/contract_spec.hpp",
// "xdr/contract_config_setting.hpp", "xdr/types.hpp" …: one header for each .x file.
//
// How XDR becomes C++:
//
//   XDR                     C++
//   int, unsigned hyper …   std::int32_t, std::uint64_t …; bool
//   opaque x[32]            std::array<std::uint8_t, 32>, zeroed      (Hash, Uint256, ContractId)
//   opaque x<>, string x<>  Bytes, std::string
//   T x[4], T x<>, T* x     std::array<T, 4>, std::vector<T>, std::optional<T>
//   typedef                 alias: AccountId = PublicKey, ScMap = std::vector<ScMapEntry>
//   const                   constexpr, its XDR name: MAX_OPS_PER_TX
//   enum                    enum class : int32_t with the XDR's names: ScValType::SCV_U32;
//                           name_of(e) is the name as text, empty for a number without one
//   struct                  struct with snake_case fields, all with a default: designated
//                           initializers and == work
//   union                   class, see below. A union starts out as its first arm.
//
//   union                                        e.g. ScVal
//   discriminant, named as in the XDR            value.type(), meta.v(), result.code()
//   make: one factory per case                   ScVal::u32(5)
//     case with a named arm                      ScVal::sym("transfer"), TransactionMeta::v4(m)
//     case without content: enumerator, without  ScVal::void_(), Memo::none(), Asset::native(),
//       its common prefix, `_` after keywords      PaymentResult::underfunded()
//     cases sharing an arm: the same way         TransactionResultResult::tx_success(results),
//                                                  ScError::budget(code)
//     int discriminant, no content               ExtensionPoint::v0()
//   read: the arm's name                         value.u32(): asserts that this is the arm;
//                                                  a reference, so `value.u32() = 6` works too
//   test and read                                value.if_u32(): pointer, or null for another arm
//   change                                       assign a new value: value = ScVal::u64(7)
//
// `T*` in a union or struct that contains itself is std::optional<Box<T>>; Box copies deeply.
//
// Decoding refuses: lengths above the XDR's maximum or the bytes at hand, non-zero padding, bools
// other than 0 and 1, unknown enumerators and discriminants, nesting deeper than 500, bytes left
// over. Encoding refuses: lengths above the XDR's maximum, values that are no enumerator, nesting
// deeper than 500.
#pragma once

#include "xdr/codec.hpp"
#include "xdr/contract.hpp"
#include "xdr/contract_config_setting.hpp"
#include "xdr/contract_env_meta.hpp"
#include "xdr/contract_meta.hpp"
#include "xdr/contract_spec.hpp"
#include "xdr/exporter.hpp"
#include "xdr/internal.hpp"
#include "xdr/ledger.hpp"
#include "xdr/ledger_entries.hpp"
#include "xdr/overlay.hpp"
#include "xdr/scp.hpp"
#include "xdr/transaction.hpp"
#include "xdr/types.hpp"
