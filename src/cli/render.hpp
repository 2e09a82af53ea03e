// GPUs, jobs and receipts for people and for programs. Amounts in documents are decimal strings of
// stroops, as an i128 does not fit a JSON number.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "cli/text.hpp"
#include "market/market.hpp"

namespace carrot::cli {

boost::json::object to_document(const market::ListedGpu& listed);
boost::json::object to_document(const market::Job& job);

/// Adds the transaction's hash, ledger and charge to a document.
void add_receipt(boost::json::object& document, const market::Confirmation& receipt);

std::string to_text(const std::vector<market::ListedGpu>& gpus, const Paint& paint);
std::string to_text(const std::vector<market::Job>& jobs, const Paint& paint);

/// Everything about one.
std::string to_details(const market::ListedGpu& listed, const Paint& paint);
std::string to_details(const market::Job& job, const Paint& paint);

/// "2.5 XLM"
std::string with_unit(market::Stroops amount);

/// What the job is for, from its description: its own words, or its type.
std::string title_of(const market::Job& job);

/// The line below a confirmed call: "transaction ab12…, ledger 17, fee 0.01 XLM".
std::string receipt_line(const market::Confirmation& receipt, const Paint& paint);

}  // namespace carrot::cli
