// SPDX-License-Identifier: Apache-2.0
#include "sim/activity/activity_part.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr std::size_t buffer_bytes = 1 << 18;
constexpr std::uint64_t finished_mark = 0x64656873'696e6966;  // "finished"

/// The last bytes of a finished record.
struct Ending {
  ActivityFacts facts;
  std::uint64_t streams = 0, index_offset = 0, mark = finished_mark;
};

[[noreturn]] void fail(const std::string& file, int error) {
  throw UserError(fmt::format("{}: cannot be written: {}", file, system_reason(error)));
}

}  // namespace

ActivityPart::ActivityPart(const std::filesystem::path& file) : file_(file.string()) {
  std::string name = (file.parent_path() / (file.filename().string() + ".partial-XXXXXX")).string();
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) fail(file_, errno);
  ::unlink(name.c_str());
}

ActivityPart::~ActivityPart() {
  ::close(descriptor_);
}

void ActivityPart::begin(std::size_t streams) {
  if (::ftruncate(descriptor_, 0) != 0) fail(file_, errno);
  index_.assign(streams, {});
  buffer_.clear();
  written_ = 0;
}

void ActivityPart::append(std::size_t stream, const ActivityRecord& record) {
  Stream& to = index_[stream];
  to.block.push_back(record);
  ++to.records;
  if (to.block.size() == records_per_block) end_block(to);
}

void ActivityPart::end_block(Stream& stream) {
  if (stream.block.empty()) return;
  stream.offsets.push_back(written_ + buffer_.size());
  put(stream.block.data(), stream.block.size() * sizeof(ActivityRecord));
  stream.block.clear();
}

void ActivityPart::finish(const ActivityFacts& facts) {
  for (Stream& stream : index_) end_block(stream);
  Ending ending;
  ending.facts = facts;
  ending.streams = index_.size();
  ending.index_offset = written_ + buffer_.size();
  for (const Stream& stream : index_) {
    put(&stream.records, sizeof stream.records);
    put(stream.offsets.data(), stream.offsets.size() * sizeof(std::uint64_t));
  }
  put(&ending, sizeof ending);
  write_out();
}

void ActivityPart::put(const void* bytes, std::size_t count) {
  const char* const first = static_cast<const char*>(bytes);
  buffer_.insert(buffer_.end(), first, first + count);
  if (buffer_.size() >= buffer_bytes) write_out();
}

void ActivityPart::write_out() {
  for (std::size_t done = 0; done < buffer_.size();) {
    const ssize_t count = ::pwrite(descriptor_, buffer_.data() + done, buffer_.size() - done,
                                   static_cast<off_t>(written_ + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(file_, errno);
    done += static_cast<std::size_t>(count);
  }
  written_ += buffer_.size();
  buffer_.clear();
}

void ActivityPart::get(void* bytes, std::size_t count, std::uint64_t offset) const {
  char* const first = static_cast<char*>(bytes);
  for (std::size_t done = 0; done < count;) {
    const ssize_t read = ::pread(descriptor_, first + done, count - done, static_cast<off_t>(offset + done));
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0)
      throw UserError(fmt::format("{}: what was recorded cannot be read: {}", file_,
                                  read < 0 ? system_reason(errno) : "the temporary file is too short"));
    done += static_cast<std::size_t>(read);
  }
}

std::optional<ActivityFacts> ActivityPart::open() {
  const off_t end = ::lseek(descriptor_, 0, SEEK_END);
  Ending ending;
  if (end < static_cast<off_t>(sizeof ending)) return std::nullopt;
  get(&ending, sizeof ending, static_cast<std::uint64_t>(end) - sizeof ending);
  if (ending.mark != finished_mark) return std::nullopt;
  index_.assign(ending.streams, {});
  std::uint64_t offset = ending.index_offset;
  for (Stream& stream : index_) {
    get(&stream.records, sizeof stream.records, offset);
    offset += sizeof stream.records;
    stream.offsets.resize((stream.records + records_per_block - 1) / records_per_block);
    get(stream.offsets.data(), stream.offsets.size() * sizeof(std::uint64_t), offset);
    offset += stream.offsets.size() * sizeof(std::uint64_t);
  }
  return ending.facts;
}

void ActivityPart::Cursor::read() {
  const Stream& stream = part_->index_[stream_];
  const std::uint64_t done = next_block_ * records_per_block;
  at_ = 0;
  block_.resize(std::min<std::uint64_t>(records_per_block, stream.records - std::min(stream.records, done)));
  if (block_.empty()) return;
  part_->get(block_.data(), block_.size() * sizeof(ActivityRecord), stream.offsets[next_block_++]);
}

}  // namespace scnnsim
