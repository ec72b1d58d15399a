/// A step of a compiled pattern. Targets are indices of the program.
enum PatternInstruction: Sendable {
  /// Consumes one scalar of a set.
  case set(Int)
  /// Consumes scalars of a set, as many as there are up to `max`; gives them back one by one.
  case run(set: Int, min: Int, max: Int)
  /// Consumes scalars of a set and gives none back.
  case possessiveRun(set: Int, min: Int, max: Int)
  /// Goes on at the first target, and at the second if that fails.
  case split(Int, Int)
  case jump(Int)
  /// Remembers the position in a slot.
  case mark(Int)
  /// Fails unless the position has moved since the slot's mark.
  case progress(Int)
  case assertion(PatternAssertion)
  /// What follows up to `end` must match here, or must not; then goes on behind it.
  case look(isAhead: Bool, isNegated: Bool, min: Int, max: Int, end: Int)
  /// What follows up to `end` is matched once for all.
  case atomic(end: Int)
  /// The end of the pattern, or of a part that is matched by itself.
  case match
}

/// Makes a program of a pattern.
struct PatternCompiler {
  /// The longest program.
  static let lengthLimit = 1 << 16

  private(set) var program: [PatternInstruction] = []
  private(set) var sets: [ScalarSet] = []
  private(set) var slots = 0

  mutating func compile(_ node: PatternNode) throws(PatternFlaw) {
    guard program.count < Self.lengthLimit else { throw .tooLarge }
    switch node {
    case .empty: break
    case .set(let set): program.append(.set(add(set)))
    case .sequence(let nodes): for node in nodes { try compile(node) }
    case .alternatives(let nodes): try compile(alternatives: nodes)
    case .repetition(let node, let least, let most, let kind): try compile(node, least, most, kind)
    case .assertion(let assertion): program.append(.assertion(assertion))
    case .look(let node, let isAhead, let isNegated):
      let length = node.length
      try compile(part: node) { end in
        .look(isAhead: isAhead, isNegated: isNegated, min: length.min, max: length.max ?? 0, end: end)
      }
    case .atomic(let node): try compile(part: node) { .atomic(end: $0) }
    }
  }

  private mutating func add(_ set: ScalarSet) -> Int {
    sets.append(set)
    return sets.count - 1
  }

  /// A part that is matched by itself, behind the instruction that asks for it.
  private mutating func compile(
    part node: PatternNode, _ instruction: (Int) -> PatternInstruction
  ) throws(PatternFlaw) {
    let place = program.count
    program.append(.match)
    try compile(node)
    program.append(.match)
    program[place] = instruction(program.count)
  }

  private mutating func compile(alternatives nodes: [PatternNode]) throws(PatternFlaw) {
    var jumps: [Int] = []
    for node in nodes.dropLast() {
      let split = program.count
      program.append(.match)
      try compile(node)
      jumps.append(program.count)
      program.append(.match)
      program[split] = .split(split + 1, program.count)
    }
    if let last = nodes.last { try compile(last) }
    for jump in jumps { program[jump] = .jump(program.count) }
  }

  private mutating func compile(
    _ node: PatternNode, _ least: Int, _ most: Int?, _ kind: PatternNode.RepetitionKind
  ) throws(PatternFlaw) {
    if case .set(let set) = node, kind != .lazy {
      let (number, max) = (add(set), most ?? Int.max)
      program.append(
        kind == .greedy
          ? .run(set: number, min: least, max: max) : .possessiveRun(set: number, min: least, max: max))
      return
    }
    if kind == .possessive {
      return try compile(part: .repetition(node, min: least, max: most, .greedy)) { .atomic(end: $0) }
    }
    for _ in 0..<least {
      let before = program.count
      try compile(node)
      if program.count == before { return }
    }
    guard let most else { return try compile(loop: node, isLazy: kind == .lazy) }
    var splits: [Int] = []
    for _ in least..<max(least, most) {
      splits.append(program.count)
      program.append(.match)
      try compile(node)
    }
    for split in splits { program[split] = Self.split(split + 1, program.count, isLazy: kind == .lazy) }
  }

  private mutating func compile(loop node: PatternNode, isLazy: Bool) throws(PatternFlaw) {
    let split = program.count
    program.append(.match)
    let mayBeEmpty = node.length.min == 0
    let slot = slots
    if mayBeEmpty {
      slots += 1
      program.append(.mark(slot))
    }
    try compile(node)
    if mayBeEmpty { program.append(.progress(slot)) }
    program.append(.jump(split))
    program[split] = Self.split(split + 1, program.count, isLazy: isLazy)
  }

  private static func split(_ inside: Int, _ behind: Int, isLazy: Bool) -> PatternInstruction {
    isLazy ? .split(behind, inside) : .split(inside, behind)
  }
}
