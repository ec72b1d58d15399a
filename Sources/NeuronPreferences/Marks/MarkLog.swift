import Files
import Sites

/// The marks and notes of a run: an append-only file of events, and the state that they add up to.
///
/// Several processes may have the same file open. Each appends whole lines under a lock and sees the
/// others' at the next ``refresh()``. A line that can't be read, because a writer was killed or someone
/// edited it, is listed in ``faults`` and otherwise passed over; the file is never rewritten.
public struct MarkLog: Sendable {
  /// The file. It need not exist until something is marked.
  public let path: String
  /// All events, in the order of the file.
  public private(set) var events: [MarkEvent] = []
  /// The neurons marked now.
  public private(set) var marked: Set<NeuronID> = []
  /// The neurons of each named list: marks put aside. An empty list is none.
  public private(set) var lists: [String: Set<NeuronID>] = [:]
  /// Numbers, from 1, of the lines that could not be read.
  public var faults: [Int] { damagedLines + (hasTornEnd ? [lineCount + 1] : []) }

  private var details: [NeuronID: MarkState] = [:]
  private var damagedLines: [Int] = []
  /// The last line has no end and is no event: torn, or being written this moment. It is read again later.
  private var hasTornEnd = false
  /// The last line is an event but has no end yet.
  private var isLastLineOpen = false
  /// Lines taken in.
  private var lineCount = 0
  /// How far the file has been taken in, and which file it was.
  var consumed = 0
  var fileNumber: UInt64 = 0

  /// Reads the marks at `path`; a file that does not exist holds none. O(size of the file).
  ///
  /// - Throws: ``MarksError``.
  public init(path: String) throws(MarksError) {
    self.path = path
    try refresh()
  }

  /// What is known about that neuron.
  public func state(of neuron: NeuronID) -> MarkState { details[neuron] ?? MarkState() }

  /// Forgets everything, because the file is not the one that was read.
  mutating func reset() {
    self = MarkLog(emptyAt: path)
  }

  private init(emptyAt path: String) { self.path = path }

  /// Takes in bytes that follow those taken in before.
  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    hasTornEnd = false
    if isLastLineOpen, let first = rest.first {
      isLastLineOpen = false
      if first == UInt8(ascii: "\n") {
        rest = rest.dropFirst()
        consumed += 1
      }
    }
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
      lineCount += 1
      if let event = MarkEvent(line: line) {
        fold(event)
      } else if !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
        damagedLines.append(lineCount)
      }
      rest = rest[(end + 1)...]
      consumed += line.count + 1
    }
    guard !rest.isEmpty else { return }
    if let event = MarkEvent(line: UnsafeRawBufferPointer(rebasing: rest)) {
      lineCount += 1
      consumed += rest.count
      isLastLineOpen = true
      fold(event)
    } else {
      hasTornEnd = true
    }
  }

  private mutating func fold(_ event: MarkEvent) {
    events.append(event)
    if let list = event.list, event.action == .mark || event.action == .unmark {
      var members = lists[list] ?? []
      if event.action == .mark { members.insert(event.neuron) } else { members.remove(event.neuron) }
      lists[list] = members.isEmpty ? nil : members
      return
    }
    var state = details[event.neuron] ?? MarkState()
    switch event.action {
    case .mark:
      marked.insert(event.neuron)
      state.mark = event
    case .unmark:
      marked.remove(event.neuron)
      state.mark = nil
    case .note: state.notes.append(event)
    case .unnote:
      if let place = state.notes.lastIndex(where: { $0.text == event.text }) { state.notes.remove(at: place) }
    }
    details[event.neuron] = state
  }
}

/// What the events say about one neuron.
public struct MarkState: Hashable, Sendable {
  /// The event that marked it, nil if it is not marked.
  public internal(set) var mark: MarkEvent?
  /// The notes on it, oldest first.
  public internal(set) var notes: [MarkEvent] = []

  /// Whether the neuron is marked.
  public var isMarked: Bool { mark != nil }
}

/// Why marks could not be read or kept.
public enum MarksError: Error, Equatable, Sendable {
  /// The run can be read but not written.
  case readOnly(path: String)
  /// The file could not be read or written. Nothing was kept.
  case file(FileError)
}
