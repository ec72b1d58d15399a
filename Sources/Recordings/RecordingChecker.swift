import TensorFiles

/// Holds a recording's numbers against each other; nothing of a file is trusted before that.
struct RecordingChecker {
  let path: String

  private func flaw(_ tensor: String, _ index: Int) -> RecordingError {
    .inconsistent(path: path, tensor: tensor, index: index)
  }

  /// Every value must pass.
  func check<Element: TensorElement>(
    _ tensor: String, _ column: MappedColumn<Element>, _ isSound: (Element) -> Bool
  ) throws(RecordingError) {
    let index = column.withUnsafeValues { values in values.firstIndex { !isSound($0) } }
    if let index { throw flaw(tensor, index) }
  }

  /// Values must rise strictly and lie in the range.
  func checkRising(
    _ tensor: String, _ column: MappedColumn<Int64>, within range: ClosedRange<Int64>
  ) throws(RecordingError) {
    var last = range.lowerBound - 1
    for index in column.indices {
      guard range.contains(column[index]), column[index] > last else { throw flaw(tensor, index) }
      last = column[index]
    }
  }

  /// Starts must begin at 0, not fall, and end at `end`.
  func checkStarts(_ tensor: String, _ starts: MappedColumn<Int64>, end: Int) throws(RecordingError) {
    guard let first = starts.first, first == 0 else { throw flaw(tensor, 0) }
    var last: Int64 = 0
    for index in starts.indices {
      guard starts[index] >= last, starts[index] <= Int64(end) else { throw flaw(tensor, index) }
      last = starts[index]
    }
    if last != Int64(end) { throw flaw(tensor, starts.count - 1) }
  }

  /// Each token's span must lie in the text of its document.
  func checkSpans(
    _ tensor: String, _ spans: MappedColumn<Int32>, documents: MappedColumn<Int64>, text: PackedText
  ) throws(RecordingError) {
    for document in 0..<text.count {
      let length = text.starts[document + 1] - text.starts[document]
      for token in Int(documents[document])..<Int(documents[document + 1]) {
        let (start, end) = (spans[2 * token], spans[2 * token + 1])
        guard start >= 0, start <= end, Int64(end) <= length else { throw flaw(tensor, 2 * token) }
      }
    }
  }

  /// Each token's events must name neurons of the site, rising, and only tokens that count may have any.
  /// Returns where each document's events start, and the end.
  func checkEvents(
    _ prefix: String, counts: MappedColumn<Int32>, neurons: MappedColumn<Int32>, limit: Int,
    counted: MappedColumn<UInt8>, documents: MappedColumn<Int64>
  ) throws(RecordingError) -> [Int] {
    var starts = [0]
    var event = 0
    for document in 0..<documents.count - 1 {
      for token in Int(documents[document])..<Int(documents[document + 1]) {
        let count = Int(counts[token])
        guard count >= 0, count <= neurons.count - event, count == 0 || counted[token] == 1 else {
          throw flaw(prefix + "count", token)
        }
        var last: Int32 = -1
        for index in event..<event + count {
          guard neurons[index] > last, Int(neurons[index]) < limit else {
            throw flaw(prefix + "neuron", index)
          }
          last = neurons[index]
        }
        event += count
      }
      starts.append(event)
    }
    if event != neurons.count { throw flaw(prefix + "neuron", event) }
    return starts
  }
}
