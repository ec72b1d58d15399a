import NeuronPreferences
import Sites
import TensorFiles
import Tokenizers

/// One file of a recording, memory-mapped: a text as token ids, with what policies picked of a model's
/// activations at each token and the moments of all of them.
///
/// Opening checks every number once against the sizes, O(file); what is read afterwards can be trusted.
public struct Recording: Sendable {
  /// What `__metadata__` calls the format.
  public static let format = "txray.recording"
  /// The version of the layout that is read.
  public static let version = 1
  /// Most token ids of a recording that does not name its tokens.
  public static let unnamedTokenLimit = 1 << 20

  /// What the file says of itself.
  public let facts: RecordingFacts
  /// Number of token ids.
  public let vocabularySize: Int
  let file: SafetensorsFile
  /// The documents' positions in the corpus, rising.
  let documents: MappedColumn<Int64>
  /// Where each document's tokens start, and the end.
  let starts: MappedColumn<Int64>
  let ids: MappedColumn<Int32>
  /// 1 where a token counts, 0 where it only stands in contexts.
  let counted: MappedColumn<UInt8>
  let special: Set<Int32>
  let alignment: Alignment
  let vocabulary: PackedText?
  /// By policy and site: position `policy * sites + site`.
  let events: [EventColumns]

  /// How tokens are tied to the text.
  enum Alignment: Sendable {
    /// Only by what the pieces spell.
    case pieces
    /// By the index of each token's word, -1 for none.
    case words(MappedColumn<Int32>)
    /// By where each token lies in its document's text, `[tokens, 2]` in bytes.
    case spans(MappedColumn<Int32>, PackedText)

    var name: String {
      switch self {
      case .pieces: "by pieces"
      case .words: "by words"
      case .spans: "by text"
      }
    }
  }

  /// The path it was opened by.
  public var path: String { file.path }
  /// Number of documents.
  public var documentCount: Int { documents.count }
  /// Number of tokens, those that don't count among them.
  public var tokenCount: Int { ids.count }

  /// The name of every token id, as our own tokenizers' tokens are called (`TokenNames`): with the bytes in place of
  /// the letters that spell them; the id itself where the file names no tokens.
  public func tokenNames() -> [String] {
    guard let vocabulary else { return (0..<vocabularySize).map(String.init) }
    guard facts.joining != .words else { return vocabulary.names }
    let spellsBytes = facts.joining == .byteLevel
    return TokenNames.unique(count: vocabularySize) { id in
      let name = vocabulary[id]
      let spelled = String(decoding: name, as: UTF8.self)
      // Tokens that were added to a byte-level vocabulary are text, and so may be what it spells.
      let bytes = spellsBytes && !special.contains(Int32(clamping: id)) ? ByteAlphabet.bytes(of: name) : nil
      return (bytes.map { String(decoding: $0, as: UTF8.self) } ?? spelled, spelled)
    }
  }

  /// Each neuron's threshold under a policy that has any, by row.
  ///
  /// - Throws: ``RecordingError/file(_:)``, ``RecordingError/inconsistent(path:tensor:index:)`` for a threshold
  ///   that is not a number.
  public func thresholds(of policy: CollectionPolicy) throws(RecordingError) -> [Float]? {
    guard policy.kind.needsThresholds else { return nil }
    let name = "\(policy)/threshold"
    let column = try file.recorded(name, of: Float.self, shape: [facts.sites.neuronCount])
    if let index = column.firstIndex(where: \.isNaN) {
      throw .inconsistent(path: path, tensor: name, index: index)
    }
    return Array(column)
  }

  func events(policy: Int, site: Int) -> EventColumns { events[policy * facts.sites.sites.count + site] }
}

/// What one policy picked at one site: compressed sparse rows by token.
struct EventColumns: Sendable {
  /// How many neurons were picked at each token.
  let counts: MappedColumn<Int32>
  /// Where each document's events start, and the end.
  let starts: [Int]
  let neurons: MappedColumn<Int32>
  let values: MappedColumn<Float>
}

/// Texts one after the other.
struct PackedText: Sendable {
  let bytes: MappedColumn<UInt8>
  /// Where each text starts, and the end.
  let starts: MappedColumn<Int64>

  var count: Int { starts.count - 1 }

  /// All texts, as UTF-8.
  var names: [String] { (0..<count).map { String(decoding: self[$0], as: UTF8.self) } }

  /// The text at `index`, copied.
  subscript(index: Int) -> [UInt8] {
    let range = Int(starts[index])..<Int(starts[index + 1])
    return bytes.withUnsafeValues { Array($0[range]) }
  }
}

extension SafetensorsFile {
  /// A tensor of that type and shape as a column; a nil extent matches any.
  func recorded<Element: TensorElement>(
    _ name: String, of type: Element.Type = Element.self, shape: [Int?]
  ) throws(RecordingError) -> MappedColumn<Element> {
    do throws(TensorFileError) {
      _ = try requiredTensor(named: name, shape: shape)
      return try column(name)
    } catch {
      throw .file(error)
    }
  }
}
