// The Docker Engine API's JSON (v1.41), to and from the room's own types. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sandbox/container_engine.hpp"

namespace carrot::sandbox::detail {

/// The body of POST /containers/create.
boost::json::object create_request(const ContainerConfig& config);

/// The answer of GET /containers/{id}/json.
Result<ContainerState> read_container(const boost::json::value& inspected);

/// The answer of GET /images/{name}/json, or an item of GET /images/json, which has no volumes.
Result<Image> read_image(const boost::json::value& inspected);

/// The answers of GET /info and GET /version.
Result<EngineFacts> read_facts(const boost::json::value& info, const boost::json::value& version);

/// The text at this member; internal, with the member's name, when there is none.
Result<std::string> text_member(const boost::json::value& value, std::string_view name);

/// RFC 3339 in UTC with up to 9 decimals, cut to milliseconds; Docker's "never", the year 1, is the
/// epoch.
Result<TimePoint> parse_time(std::string_view text);

/// Whether the name may stand in a URL's path: the characters of OCI references, and no ".." that a
/// server might resolve.
bool is_image_name(std::string_view image);

/// The value of X-Registry-Auth.
std::string login_header(const RegistryLogin& login);

/// A reference taken apart for POST /images/create, where a missing tag would mean every tag.
struct PullName {
    std::string name;
    std::string tag;  ///< or digest
};
PullName split_pull_name(std::string_view image);

}  // namespace carrot::sandbox::detail
