/// Reads a pickle without running it.
///
/// Python's machine imports and calls whatever a pickle names. This one knows no Python: a name becomes a
/// ``PickleNode/global(_:)``, a call becomes a ``PickleNode/object(_:)`` that records callable and arguments.
/// There is nothing behind either, so the worst a pickle can do is to be wrong or large, and size is bounded.
struct PickleMachine {
  /// Values, and places of the memo, that a pickle may have.
  static let valueLimit = 1 << 22
  /// Values on the stack, and open marks.
  static let stackLimit = 1 << 20
  /// Bytes of an integer.
  static let integerLimit = 32

  private var cursor: ByteCursor
  private var nodes: [PickleNode] = []
  // Containers grow in these tables, in place: inside a node they would be copied for each element.
  private var lists: [[PickleReference]] = []
  private var dictionaries: [[PicklePair]] = []
  private var objects: [PickleObject] = []
  private var stack: [PickleReference] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleReference] = [:]
  private var globals: [String] = []
  private var globalIndices: [String: Int] = [:]
  /// Where the current instruction stands.
  private var start = 0

  /// Reads the pickle that starts at `position`. O(its length).
  ///
  /// - Throws: the first flaw, with the offset of its instruction.
  static func read(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) throws(PyTorchFailure) -> Pickle {
    var machine = PickleMachine(cursor: ByteCursor(bytes, at: position))
    return try machine.run()
  }

  private init(cursor: ByteCursor) {
    self.cursor = cursor
  }

  private mutating func run() throws(PyTorchFailure) -> Pickle {
    while true {
      start = cursor.position
      let byte = try next(UInt8.self)
      guard let opcode = PickleOpcode(rawValue: byte) else { throw failure(.unknownOpcode(byte)) }
      if opcode == .stop {
        let root = try pop()
        guard stack.isEmpty, marks.isEmpty else { throw failure(.wrongOperand(opcode: byte)) }
        return Pickle(
          nodes: nodes, lists: lists, dictionaries: dictionaries, objects: objects, globals: globals,
          root: root, end: cursor.position)
      }
      try perform(opcode)
    }
  }

  private mutating func perform(_ opcode: PickleOpcode) throws(PyTorchFailure) {
    switch opcode {
    case .stop: break
    case .protocolVersion:
      guard (2...5).contains(try next(UInt8.self)) else { throw wrong() }
    case .frame: _ = try next(UInt64.self)
    case .mark:
      guard marks.count < Self.stackLimit else { throw failure(.tooMuch(.stack)) }
      marks.append(stack.count)
    case .pop: try popValueOrMark()
    case .popMark: _ = try popToMark()

    case .none: try push(.none)
    case .newTrue: try push(.bool(true))
    case .newFalse: try push(.bool(false))
    case .integer1: try push(.integer(Int(try next(UInt8.self))))
    case .integer2: try push(.integer(Int(try next(UInt16.self))))
    case .integer4: try push(.integer(Int(try next(Int32.self))))
    case .long1: try push(try longInteger(Int(try next(UInt8.self))))
    case .float8: try push(.float(Double(bitPattern: try next(UInt64.self).byteSwapped)))
    case .text1: try push(.text(try text(try next(UInt8.self))))
    case .text4: try push(.text(try text(try next(UInt32.self))))
    case .text8: try push(.text(try text(try next(UInt64.self))))
    case .string1: try push(try string(try next(UInt8.self)))
    case .string4: try push(try string(try next(UInt32.self)))
    case .bytes1: try push(.bytes(try take(try next(UInt8.self)).count))
    case .bytes4: try push(.bytes(try take(try next(UInt32.self)).count))
    case .bytes8: try push(.bytes(try take(try next(UInt64.self)).count))

    case .emptyTuple: try push(.tuple([]))
    case .tuple: try push(.tuple(try popToMark()))
    case .tuple1: try push(.tuple(try pop(1)))
    case .tuple2: try push(.tuple(try pop(2)))
    case .tuple3: try push(.tuple(try pop(3)))
    case .emptyList: try push(.list(newList([])))
    case .append: try extend(with: try pop(1))
    case .appends: try extend(with: try popToMark())
    case .emptyDictionary: try push(newDictionary())
    case .setItem: try setItems(try pop(2))
    case .setItems: try setItems(try popToMark())
    case .emptySet: try push(.set(newList([])))
    case .addItems: try extend(with: try popToMark())
    case .frozenSet: try push(.set(newList(try popToMark())))

    case .put1: try store(at: Int(try next(UInt8.self)))
    case .put4: try store(at: Int(try next(UInt32.self)))
    case .memoize: try store(at: memo.count)
    case .get1: try recall(Int(try next(UInt8.self)))
    case .get4: try recall(Int(try next(UInt32.self)))

    case .global: try pushGlobal(module: try line(), name: try line())
    case .stackGlobal:
      let operands = try pop(2)
      guard case .text(let module) = self[operands[0]], case .text(let name) = self[operands[1]] else {
        throw wrong()
      }
      try pushGlobal(module: module, name: name)
    case .reduce, .newObject:
      let operands = try pop(2)
      guard case .tuple = self[operands[1]] else { throw wrong() }
      try pushCall(operands[0], operands[1])
    case .newObjectWithKeywords:
      let operands = try pop(3)
      guard case .tuple = self[operands[1]], case .dictionary = self[operands[2]] else { throw wrong() }
      try pushCall(operands[0], operands[1])
    case .build: try build()
    case .persistent: try push(.persistent(try pop()))
    }
  }

  // MARK: Operands from the bytes

  private mutating func next<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type
  ) throws(PyTorchFailure) -> Value {
    guard let value = cursor.next(type) else { throw failure(.endOfPickle) }
    return value
  }

  private mutating func take(_ count: some FixedWidthInteger) throws(PyTorchFailure) -> Range<Int> {
    guard let count = Int(exactly: count), let range = cursor.take(count) else {
      throw failure(.endOfPickle)
    }
    return range
  }

  private mutating func text(_ count: some FixedWidthInteger) throws(PyTorchFailure) -> String {
    let range = try take(count)
    guard let text = String(validating: cursor.bytes[range], as: UTF8.self) else { throw failure(.badText) }
    return text
  }

  /// A string of Python 2, which holds text or bytes.
  private mutating func string(_ count: some FixedWidthInteger) throws(PyTorchFailure) -> PickleNode {
    let range = try take(count)
    return String(validating: cursor.bytes[range], as: UTF8.self).map(PickleNode.text) ?? .bytes(range.count)
  }

  private mutating func longInteger(_ count: Int) throws(PyTorchFailure) -> PickleNode {
    guard count <= Self.integerLimit else { throw failure(.tooMuch(.values)) }
    let bytes = cursor.bytes[try take(count)]
    guard count <= 8 else { return .longInteger(Array(bytes)) }
    let sign: UInt64 = bytes.last.map { $0 >= 0x80 ? .max : 0 } ?? 0
    return .integer(Int(truncatingIfNeeded: bytes.reversed().reduce(sign) { $0 << 8 | UInt64($1) }))
  }

  private mutating func line() throws(PyTorchFailure) -> String {
    guard let end = cursor.bytes[cursor.position...].prefix(4096).firstIndex(of: 0x0A) else {
      throw failure(.endOfPickle)
    }
    let text = try text(end - cursor.position)
    cursor.position += 1
    return text
  }

  // MARK: Values

  private subscript(reference: PickleReference) -> PickleNode { nodes[Int(reference.index)] }

  private mutating func push(_ node: PickleNode) throws(PyTorchFailure) {
    guard nodes.count < Self.valueLimit else { throw failure(.tooMuch(.values)) }
    nodes.append(node)
    try push(PickleReference(index: Int32(nodes.count - 1)))
  }

  private mutating func push(_ reference: PickleReference) throws(PyTorchFailure) {
    guard stack.count < Self.stackLimit else { throw failure(.tooMuch(.stack)) }
    stack.append(reference)
  }

  /// Values below the last mark are out of reach.
  private var available: Int { stack.count - (marks.last ?? 0) }

  private mutating func pop() throws(PyTorchFailure) -> PickleReference {
    guard available > 0 else { throw missing() }
    return stack.removeLast()
  }

  private mutating func pop(_ count: Int) throws(PyTorchFailure) -> [PickleReference] {
    guard available >= count else { throw missing() }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(PyTorchFailure) -> [PickleReference] {
    guard let mark = marks.popLast() else { throw missing() }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func popValueOrMark() throws(PyTorchFailure) {
    if available > 0 {
      stack.removeLast()
    } else {
      guard marks.popLast() != nil else { throw missing() }
    }
  }

  private func top() throws(PyTorchFailure) -> Int {
    guard available > 0, let reference = stack.last else { throw missing() }
    return Int(reference.index)
  }

  private mutating func store(at place: Int) throws(PyTorchFailure) {
    let reference = PickleReference(index: Int32(try top()))
    guard memo.count < Self.valueLimit else { throw failure(.tooMuch(.memo)) }
    memo[place] = reference
  }

  private mutating func recall(_ place: Int) throws(PyTorchFailure) {
    guard let reference = memo[place] else { throw failure(.unknownMemo(place)) }
    try push(reference)
  }

  private mutating func newList(_ elements: [PickleReference]) -> Int {
    lists.append(elements)
    return lists.count - 1
  }

  private mutating func newDictionary() -> PickleNode {
    dictionaries.append([])
    return .dictionary(dictionaries.count - 1)
  }

  /// Appends to the list, set or object on top.
  private mutating func extend(with values: [PickleReference]) throws(PyTorchFailure) {
    switch nodes[try top()] {
    case .list(let index), .set(let index): lists[index] += values
    case .object(let index): objects[index].elements += values
    default: throw wrong()
    }
  }

  /// Assigns keys and values, in turn, to the dictionary or object on top.
  private mutating func setItems(_ values: [PickleReference]) throws(PyTorchFailure) {
    guard values.count % 2 == 0 else { throw wrong() }
    let added = stride(from: 0, to: values.count, by: 2)
      .map { PicklePair(key: values[$0], value: values[$0 + 1]) }
    switch nodes[try top()] {
    case .dictionary(let index): dictionaries[index] += added
    case .object(let index): objects[index].items += added
    default: throw wrong()
    }
  }

  private mutating func build() throws(PyTorchFailure) {
    let state = try pop()
    switch nodes[try top()] {
    case .object(let index): objects[index].state = state
    // Attributes of a plain container, e.g. the `_metadata` of a state dict, say nothing about tensors.
    case .dictionary, .list: break
    default: throw wrong()
    }
  }

  private mutating func pushGlobal(module: String, name: String) throws(PyTorchFailure) {
    let full = "\(module).\(name)"
    guard !ForbiddenGlobals.contains(module: module, name: name) else {
      throw failure(.forbiddenGlobal(full))
    }
    let index = globalIndices[full] ?? globals.count
    if index == globals.count {
      globals.append(full)
      globalIndices[full] = index
    }
    try push(.global(index))
  }

  /// Records a call. An ordered dictionary is data, so it becomes a dictionary at once.
  private mutating func pushCall(
    _ callable: PickleReference, _ arguments: PickleReference
  ) throws(PyTorchFailure) {
    if case .global(let index) = self[callable], globals[index] == "collections.OrderedDict",
      case .tuple(let values) = self[arguments], values.isEmpty
    {
      return try push(newDictionary())
    }
    objects.append(PickleObject(callable: callable, arguments: arguments))
    try push(.object(objects.count - 1))
  }

  // MARK: Flaws

  private func failure(_ flaw: PyTorchFlaw) -> PyTorchFailure { PyTorchFailure(offset: start, flaw: flaw) }
  private func missing() -> PyTorchFailure { failure(.missingOperand(opcode: opcode)) }
  private func wrong() -> PyTorchFailure { failure(.wrongOperand(opcode: opcode)) }
  private var opcode: UInt8 { cursor.bytes[start] }
}
