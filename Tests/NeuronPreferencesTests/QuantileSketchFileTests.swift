import Foundation
import NeuronPreferences
import Testing

/// Counts of a first pass that were written by several processes.
@Suite struct QuantileSketchFileTests {
  private static func sketch(_ values: [Float]) -> QuantileSketch {
    var sketch = QuantileSketch(neurons: 2)
    values.withUnsafeBufferPointer {
      guard let start = $0.baseAddress else { return }
      sketch.add(start, tokenCount: values.count / 2, stride: 2, firstRow: 0, neurons: 2)
    }
    return sketch
  }

  private static func inFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "/sketches-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func partsAddUpToTheWhole() throws {
    try Self.inFolder { folder in
      let (a, b): ([Float], [Float]) = ([0, 1, -3, 0.5, 20_000, 2], [0.001, -1, 7, 7])
      try Self.sketch(a).write(to: "\(folder)/a", recipe: "r")
      try Self.sketch(b).write(to: "\(folder)/b", recipe: "r")
      try QuantileSketch(neurons: 2).write(to: "\(folder)/empty", recipe: "r")
      let sum = try QuantileSketch(
        sumOf: ["a", "empty", "b"].map { "\(folder)/\($0)" }, neurons: 2, recipe: "r")
      for quantile in [0.1, 0.5, 0.9] {
        #expect(sum.thresholds(quantile: quantile) == Self.sketch(a + b).thresholds(quantile: quantile))
      }
      #expect(try QuantileSketch.isMade(by: "r", "\(folder)/a"))
      #expect(try !QuantileSketch.isMade(by: "other", "\(folder)/a"))
    }
  }

  @Test func filesOfAnotherRecipeSizeOrContentAreRefused() throws {
    try Self.inFolder { folder in
      let path = "\(folder)/a"
      try Self.sketch([1, 2, 3, 4]).write(to: path, recipe: "r")
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      func refused(_ neurons: Int = 2, _ recipe: String = "r") -> Bool {
        (try? QuantileSketch(sumOf: [path], neurons: neurons, recipe: recipe)) == nil
      }
      #expect(!refused() && refused(3) && refused(2, "other"))
      // Whatever byte is wrong, it is read as other counts or refused.
      var read = 0
      for place in whole.indices {
        var bent = whole
        bent[place] ^= 0xFF
        try bent.write(to: URL(fileURLWithPath: path))
        if !refused() { read += 1 }
      }
      #expect(read < whole.count / 2)
      try whole.dropLast(3).write(to: URL(fileURLWithPath: path))
      #expect(refused())
    }
  }
}
