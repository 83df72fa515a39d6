// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/common/activity_observer.h"

namespace scnnsim {

/// Streams of a layer's record: one per unit and level. Their numbers order what is written.
class ActivityStreams {
 public:
  explicit ActivityStreams(std::uint32_t pes) : pes_(pes) {}

  std::size_t of(ActiveUnit unit, std::uint32_t pe) const {
    const auto n = static_cast<std::size_t>(unit);
    return n < units_of_pe ? pe * per_pe + n : of_array() + n - units_of_pe;
  }
  std::size_t of(ActiveLevel level, std::uint32_t pe) const {
    const auto n = static_cast<std::size_t>(level);
    return n < levels_of_pe ? pe * per_pe + units_of_pe + n
                            : of_array() + active_unit_count - units_of_pe + n - levels_of_pe;
  }
  /// Output register and queues of the scatter network: item 0 tells whether the register holds products,
  /// item n + 1 how many stand in queue n.
  std::size_t of_queues(std::uint32_t pe) const { return pe * per_pe + units_of_pe + levels_of_pe; }
  std::size_t count() const {
    return of_array() + active_unit_count - units_of_pe + active_level_count - levels_of_pe;
  }

 private:
  static constexpr std::size_t per_pe = units_of_pe + levels_of_pe + 1;
  std::size_t of_array() const { return pes_ * per_pe; }

  std::uint32_t pes_;
};

/// Record of a stream: an interval from `cycle` to `value` - 1, or a level or item that has `value` from
/// `cycle` on.
struct ActivityRecord {
  Cycle cycle = 0;
  std::uint64_t value = 0;
  std::uint32_t what = 0;  ///< Activity, or number of the item
  std::uint32_t step = 0;
  std::uint32_t channel = ActiveInterval::no_channel;
  std::uint32_t unused = 0;
};

/// What a reader of a layer's record has to know of the layer.
struct ActivityFacts {
  Cycle cycles = 0;        ///< of the layer
  Cycle from = 0, to = 0;  ///< the cycles that are recorded
  std::uint64_t ocgs = 1;  ///< steps of a pass
  std::uint64_t passes = 1;
  std::uint64_t queues = 0;  ///< of a PE's scatter network, if they are recorded
  std::uint64_t cycle_femtoseconds = 0;
};

/// Record of what the units did in one layer: a file without a name, which a child process fills and its
/// parent reads. It ends with the last process that holds it. Records of a stream stand in blocks, so that
/// neither side holds more than a block per stream in memory.
class ActivityPart {
 public:
  /// Makes the file in the folder of `file`, which names it in messages. Throws UserError.
  explicit ActivityPart(const std::filesystem::path& file);
  ~ActivityPart();
  ActivityPart(const ActivityPart&) = delete;
  ActivityPart& operator=(const ActivityPart&) = delete;

  /// To be called first by the process that writes: drops what a process before it has left.
  void begin(std::size_t streams);
  /// Throws UserError when the file cannot be written, for example when the disk is full.
  void append(std::size_t stream, const ActivityRecord& record);
  void finish(const ActivityFacts& facts);

  /// To be called first by the process that reads. Returns nothing if no writer has finished.
  std::optional<ActivityFacts> open();
  std::size_t streams() const { return index_.size(); }
  bool is_empty(std::size_t stream) const { return index_[stream].records == 0; }

  /// Reads the records of one stream, in order.
  class Cursor {
   public:
    Cursor(const ActivityPart& part, std::size_t stream) : part_(&part), stream_(stream) { read(); }
    /// The record under the cursor, or null at the end.
    const ActivityRecord* get() const { return at_ < block_.size() ? &block_[at_] : nullptr; }
    void next() {
      if (++at_ == block_.size()) read();
    }

   private:
    void read();

    const ActivityPart* part_;
    std::size_t stream_, next_block_ = 0, at_ = 0;
    std::vector<ActivityRecord> block_;
  };

 private:
  struct Stream {
    std::vector<ActivityRecord> block;   ///< not written yet
    std::vector<std::uint64_t> offsets;  ///< of the blocks in the file
    std::uint64_t records = 0;
  };
  void end_block(Stream& stream);
  void put(const void* bytes, std::size_t count);
  void write_out();
  void get(void* bytes, std::size_t count, std::uint64_t offset) const;

  static constexpr std::size_t records_per_block = 64;
  std::string file_;
  int descriptor_ = -1;
  std::vector<Stream> index_;
  std::vector<char> buffer_;
  std::uint64_t written_ = 0;  ///< bytes in the file, without buffer_
};

}  // namespace scnnsim
