extension NormalizationForm {
  /// Writes a piece in this form. The source bytes that a scalar came from go with it as in the tokenizers
  /// library, whose offsets follow the order after the marks are sorted.
  func write(_ rewriter: inout TextRewriter) {
    let bytes = rewriter.source.bytes
    let mask = mask
    while rewriter.position < rewriter.end {
      let start = rewriter.position
      let next = firstScalar(of: bytes, from: start, to: rewriter.end, with: mask)
      // A composing form may melt the scalar before into what follows.
      let quietEnd = composes && next < rewriter.end && next > start ? bytes.scalarStart(next - 1) : next
      rewriter.copy(to: quietEnd)
      if next < rewriter.end { writeRun(from: quietEnd, &rewriter, mask: mask) }
    }
  }

  /// Writes from `start` up to the next two scalars that nothing changes and that begin something new.
  private func writeRun(from start: Int, _ rewriter: inout TextRewriter, mask: UInt8) {
    let bytes = rewriter.source.bytes
    var sequence = DecomposedSequence()
    var offset = start
    var isFirst = true
    while offset < rewriter.end {
      let unit = bytes.scalar(at: offset)
      let isQuiet = NormalizationData.table[unit.value] & mask == 0
      if isQuiet, !isFirst { break }
      isFirst = false
      sequence.append(unit.value, isCompatibility: isCompatibility)
      offset += unit.length
    }
    sequence.sortMarks()
    if composes { sequence.compose() }
    for item in sequence.items { rewriter.write(item.scalar, change: item.change) }
    rewriter.skip(to: offset)
  }

  private func firstScalar(
    of bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, with mask: UInt8
  ) -> Int {
    var offset = start
    while offset < end {
      if bytes[offset] < 0x80 {
        offset += 1
        continue
      }
      let unit = bytes.scalar(at: offset)
      if NormalizationData.table[unit.value] & mask != 0 { return offset }
      offset += unit.length
    }
    return end
  }
}

/// Scalars in the course of a normalization, each with how it came about: 0 in the place of a scalar, 1 besides
/// it, -N in the place of itself and N more.
struct DecomposedSequence {
  struct Item {
    var scalar: UInt32
    var change: Int
    var combiningClass: UInt8
  }

  private(set) var items: [Item] = []

  /// Appends the decomposition of a scalar.
  mutating func append(_ scalar: UInt32, isCompatibility: Bool) {
    for (index, part) in NormalizationData.decomposition(scalar, isCompatibility: isCompatibility)
      .enumerated()
    {
      let combiningClass = NormalizationData.combiningClass(part)
      items.append(Item(scalar: part, change: index == 0 ? 0 : 1, combiningClass: combiningClass))
    }
  }

  /// Brings marks between two starters into the order of their classes; equal ones keep theirs.
  mutating func sortMarks() {
    var index = 0
    while index < items.count {
      guard items[index].combiningClass != 0 else {
        index += 1
        continue
      }
      let start = index
      while index < items.count, items[index].combiningClass != 0 { index += 1 }
      let sorted = items[start..<index].enumerated().sorted {
        ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
      }
      items.replaceSubrange(start..<index, with: sorted.map(\.element))
    }
  }

  /// Melts starters with what follows them and is not blocked (Unicode, D117).
  mutating func compose() {
    var composed: [Item] = []
    composed.reserveCapacity(items.count)
    var starter: Int?
    var lastClass: UInt8?
    for item in items {
      if let place = starter, lastClass.map({ $0 < item.combiningClass }) ?? true,
        let whole = NormalizationData.composition(composed[place].scalar, item.scalar)
      {
        composed[place].scalar = whole
        composed[place].change += item.change - 1
        continue
      }
      if item.combiningClass == 0 {
        starter = composed.count
        lastClass = nil
      } else if starter != nil {
        lastClass = item.combiningClass
      }
      composed.append(item)
    }
    items = composed
  }
}
