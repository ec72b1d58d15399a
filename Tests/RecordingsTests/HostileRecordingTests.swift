import Foundation
import NeuronPreferences
import Recordings
import TensorFiles
import Testing

/// Every number of a file is held against the others before it is used.
@Suite struct HostileRecordingTests {
  @Test func anUntouchedFileIsSound() throws {
    #expect(try TamperedFile().error() == nil)
  }

  private func expectInconsistent<Value: BitwiseCopyable>(
    _ tensor: String, _ index: Int, _ value: Value, at flaw: (String, Int)? = nil
  ) throws {
    var file = try TamperedFile()
    try file.set(tensor, index, value)
    let (name, place) = flaw ?? (tensor, index)
    #expect(try file.error() == .inconsistent(path: "", tensor: name, index: place))
  }

  @Test(arguments: [Int64(-1), 10, .max, .min])
  func documentsMustRise(index: Int64) throws {
    try expectInconsistent("document.index", 0, index, at: index == 10 ? ("document.index", 1) : nil)
  }

  @Test(arguments: [Int64(-1), 1 << 40, .max, .min, 2])
  func documentStartsMustLieInTheText(start: Int64) throws {
    try expectInconsistent("document.starts", 2, start)
  }

  @Test func documentStartsMustCoverTheText() throws {
    try expectInconsistent("document.starts", 0, Int64(1))
    try expectInconsistent("document.starts", 9, Int64(40))
  }

  @Test(arguments: [Int32(-1), 10, .max, .min])
  func tokensMustBeInTheVocabulary(id: Int32) throws {
    try expectInconsistent("token.id", 3, id)
  }

  @Test func flagsAreZeroOrOne() throws {
    try expectInconsistent("token.counted", 3, UInt8(2))
  }

  @Test(arguments: [Int32(-1), 64, .max, .min])
  func neuronsMustBeOfTheSite(neuron: Int32) throws {
    try expectInconsistent("max1/blocks.0.mlp.hook_post/neuron", 3, neuron)
  }

  @Test func neuronsOfATokenMustRise() throws {
    try expectInconsistent(
      "topk:2/blocks.0.hook_resid_post/neuron", 0, Int32(4),
      at: ("topk:2/blocks.0.hook_resid_post/neuron", 1))
  }

  @Test(arguments: [Int32(-1), .max, .min, 1000])
  func countsMustFitTheEvents(count: Int32) throws {
    try expectInconsistent("quantile:0.9/blocks.0.mlp.hook_post/count", 1, count)
  }

  @Test func everyEventMustBelongToAToken() throws {
    try expectInconsistent(
      "max1/blocks.0.hook_resid_post/count", 44, Int32(0),
      at: ("max1/blocks.0.hook_resid_post/neuron", 35))
  }

  @Test func tokensThatDontCountHaveNoEvents() throws {
    try expectInconsistent("max1/blocks.0.hook_resid_post/count", 0, Int32(1))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func activationsMustBeNumbers(value: Float) throws {
    try expectInconsistent("max1/blocks.0.mlp.hook_post/value", 5, value)
  }

  @Test func thresholdsMustBeNumbers() throws {
    var file = try TamperedFile()
    try file.set("quantile:0.9/threshold", 68, Float.nan)
    let scratch = try file.temporary()
    let recording = try Recording(path: scratch.path)
    #expect(
      throws: RecordingError.inconsistent(
        path: scratch.path, tensor: "quantile:0.9/threshold", index: 68)
    ) { try recording.thresholds(of: .quantile(0.9)) }
  }

  @Test(arguments: [Int32(-1), 14, .max, .min])
  func spansMustLieInTheirText(end: Int32) throws {
    try expectInconsistent("token.span", 3, end, at: ("token.span", 2))
  }

  @Test(arguments: [Int64(-1), 1 << 40, .max])
  func textsMustLieInTheFile(start: Int64) throws {
    try expectInconsistent("document.text_starts", 1, start)
    try expectInconsistent("vocabulary.text_starts", 1, start)
  }

  @Test(arguments: [Int64(-1), 40, .max, .min])
  func momentsMustCountTheTokens(count: Int64) throws {
    try expectInconsistent("moments.count", 7, count)
    try expectInconsistent("histogram", 9, count)
  }

  @Test func histogramsMustAddUp() throws {
    try expectInconsistent("histogram", 4, Int64(1), at: ("histogram", 4))
  }

  @Test func sumsMustBeNumbers() throws {
    try expectInconsistent("moments.sum", 3, Double.nan)
    try expectInconsistent("moments.squares", 3, -1.0)
    try expectInconsistent("moments.minimum", 3, Float.nan)
    try expectInconsistent("moments.maximum", 3, Float.nan)
  }

  @Test func textThatIsNoUTF8IsRepaired() throws {
    var file = try TamperedFile()
    try file.set("document.text", 0, UInt8(0xFF))
    let scratch = try file.temporary()
    let text = try #require(try Recording(path: scratch.path).document(at: 0).text)
    #expect(String(decoding: text.text, as: UTF8.self) == "?he cat sat .")
  }

  @Test(arguments: [
    ("\"blocks\": \"4\"", "\"blocks\": \"0\"", "blocks", "0"),
    ("\"blocks\": \"4\"", "\"blocks\": \"999999999999\"", "blocks", "999999999999"),
    ("\"world\": \"1\"", "\"world\": \"-1\"", "world", "-1"),
    ("\"rank\": \"0\"", "\"rank\": \"1\"", "rank", "1"),
    ("\"histogram.bins\": \"4\"", "\"histogram.bins\": \"x\"", "histogram.bins", "x"),
    ("\"histogram.upper\": \"8.0 8.0\"", "\"histogram.upper\": \"8.0 nan\"", "histogram.upper", "8.0 nan"),
    ("\"histogram.upper\": \"8.0 8.0\"", "\"histogram.upper\": \"-9 8.0\"", "histogram.upper", "-9 8.0"),
    (
      "\"histogram.upper\": \"8.0 8.0\"", "\"histogram.upper\": \"8.0 x 8.0\"", "histogram.upper", "8.0 x 8.0"
    ),
    ("\"policies\": \"max1,", "\"policies\": \"max2,", "policies", "max2,abs-max1,topk:2,quantile:0.9"),
    (
      "hook_post:64,", "hook_post:99999999999,", "sites",
      "blocks.0.mlp.hook_post:99999999999,blocks.0.hook_resid_post:5"
    ),
    ("\"unknown\": \"1\"", "\"unknown\": \"one\"", "unknown", "one"),
    ("\"tokenizer.joining\": \"words\"", "\"tokenizer.joining\": \"glue\"", "tokenizer.joining", "glue"),
  ])
  func metadataIsChecked(old: String, new: String, key: String, found: String) throws {
    var file = try TamperedFile()
    try file.replace(old.compact, by: new.compact)
    #expect(try file.error() == .badMetadata(path: "", key: key, found: found))
  }

  @Test func otherFormatsAndVersionsAreNamed() throws {
    var file = try TamperedFile()
    try file.replace("txray.recording", by: "txray.snapshot")
    #expect(try file.error() == .notARecording(path: "", format: "txray.snapshot"))
    file = try TamperedFile()
    try file.replace("\"version\":\"1\"", by: "\"version\":\"2\"")
    #expect(try file.error() == .unsupportedVersion(path: "", found: "2", supported: 1))
  }

  @Test func aFileCutShortIsRefused() throws {
    var file = try TamperedFile()
    file.bytes.removeLast()
    guard case .file(.truncated) = try file.error() else {
      Issue.record("a file without its last byte was read")
      return
    }
  }
}

extension String {
  /// As safetensors writes its header.
  fileprivate var compact: String { replacingOccurrences(of: "\": \"", with: "\":\"") }
}
