/// Runs a pattern over a part of a text.
struct PatternMatcher {
  /// A place to go back to.
  private enum Choice {
    case resume(at: Int, position: Int)
    /// Goes on at `at` with one scalar less, as long as more than `lowest` bytes remain consumed.
    case giveBack(at: Int, position: Int, lowest: Int)
    case restore(slot: Int, position: Int)
  }

  private let pattern: Pattern
  private let bytes: UnsafeBufferPointer<UInt8>
  private let range: Range<Int>
  private var choices: [Choice] = []
  private var slots: [Int]
  private var backtracks = 0

  init(_ pattern: Pattern, bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
    self.pattern = pattern
    self.bytes = bytes
    self.range = range
    slots = [Int](repeating: -1, count: pattern.slots)
  }

  /// The leftmost match that starts at `start` or behind it, nil if there is none.
  mutating func firstMatch(from start: Int) throws(TokenizerError) -> Range<Int>? {
    backtracks = 0
    var position = start
    while true {
      choices.removeAll(keepingCapacity: true)
      if let end = try run(from: 0, at: position, target: nil) { return position..<end }
      guard position < range.upperBound else { return nil }
      position += bytes.scalar(at: position).length
    }
  }

  /// The end of the match of the part at `start` of the program, nil if it fails. With a target, it must end there.
  private mutating func run(from start: Int, at place: Int, target: Int?) throws(TokenizerError) -> Int? {
    let floor = choices.count
    defer { choices.removeSubrange(min(floor, choices.count)...) }
    var next = start
    var position = place
    while true {
      var succeeds = true
      switch pattern.program[next] {
      case .match:
        if target == nil || position == target { return position }
        succeeds = false
      case .set(let set):
        if position < range.upperBound, case let unit = bytes.scalar(at: position),
          pattern.sets[set].contains(unit.value)
        {
          position += unit.length
          next += 1
        } else {
          succeeds = false
        }
      case .run(let set, let least, let most):
        let (lowest, end) = consume(set, least, most, from: position)
        if let lowest {
          if end > lowest { choices.append(.giveBack(at: next + 1, position: end, lowest: lowest)) }
          position = end
          next += 1
        } else {
          succeeds = false
        }
      case .possessiveRun(let set, let least, let most):
        let (lowest, end) = consume(set, least, most, from: position)
        succeeds = lowest != nil
        position = end
        next += 1
      case .split(let first, let second):
        choices.append(.resume(at: second, position: position))
        next = first
      case .jump(let target): next = target
      case .mark(let slot):
        choices.append(.restore(slot: slot, position: slots[slot]))
        slots[slot] = position
        next += 1
      case .progress(let slot):
        succeeds = slots[slot] != position
        next += 1
      case .assertion(let assertion):
        succeeds = holds(assertion, at: position)
        next += 1
      case .look(let isAhead, let isNegated, let least, let most, let end):
        let found =
          isAhead
          ? try run(from: next + 1, at: position, target: nil) != nil
          : try isBehind(next + 1, position, least, most)
        succeeds = found != isNegated
        next = end
      case .atomic(let end):
        if let behind = try run(from: next + 1, at: position, target: nil) {
          position = behind
        } else {
          succeeds = false
        }
        next = end
      }
      if succeeds { continue }
      guard let (resumed, at) = try backtrack(to: floor) else { return nil }
      (next, position) = (resumed, at)
    }
  }

  /// Where to go on after a failure, nil if no choice is left above `floor`.
  private mutating func backtrack(to floor: Int) throws(TokenizerError) -> (next: Int, position: Int)? {
    backtracks += 1
    guard backtracks <= pattern.backtrackLimit else { throw .patternTooSlow(pattern: pattern.source) }
    while choices.count > floor, let choice = choices.popLast() {
      switch choice {
      case .resume(let next, let position): return (next, position)
      case .restore(let slot, let position): slots[slot] = position
      case .giveBack(let next, let position, let lowest):
        let shorter = bytes.scalarStart(position - 1)
        if shorter > lowest { choices.append(.giveBack(at: next, position: shorter, lowest: lowest)) }
        return (next, shorter)
      }
    }
    return nil
  }

  /// The end of a run of scalars of a set, and the end of the shortest one; that is nil if there are too few.
  private func consume(_ set: Int, _ least: Int, _ most: Int, from start: Int) -> (lowest: Int?, end: Int) {
    let members = pattern.sets[set]
    var count = 0
    var position = start
    var lowest: Int? = least == 0 ? start : nil
    while count < most, position < range.upperBound {
      let unit = bytes.scalar(at: position)
      guard members.contains(unit.value) else { break }
      position += unit.length
      count += 1
      if count == least { lowest = position }
    }
    return (lowest, position)
  }

  private mutating func isBehind(_ next: Int, _ position: Int, _ least: Int, _ most: Int)
    throws(TokenizerError) -> Bool
  {
    var start = position
    var length = 0
    while true {
      if length >= least, try run(from: next, at: start, target: position) != nil { return true }
      guard length < most, start > range.lowerBound else { return false }
      start = bytes.scalarStart(start - 1)
      length += 1
    }
  }

  private func holds(_ assertion: PatternAssertion, at position: Int) -> Bool {
    let isStart = position == range.lowerBound
    let isEnd = position == range.upperBound
    switch assertion {
    case .textStart: return isStart
    case .textEnd: return isEnd
    case .textEndBeforeNewline:
      return isEnd || position == range.upperBound - 1 && bytes[position] == 0x0A
    case .lineStart: return isStart || !isEnd && bytes[position - 1] == 0x0A
    case .lineEnd: return isEnd || bytes[position] == 0x0A
    case .wordBoundary: return isWordBoundary(position)
    case .noWordBoundary: return !isWordBoundary(position)
    }
  }

  private func isWordBoundary(_ position: Int) -> Bool {
    let before = position > range.lowerBound && PatternClasses.isWord(bytes.scalar(before: position).value)
    let after = position < range.upperBound && PatternClasses.isWord(bytes.scalar(at: position).value)
    return before != after
  }
}
