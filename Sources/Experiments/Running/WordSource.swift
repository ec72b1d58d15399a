import Kernels
import Sites

/// How the activations of a word's pieces become the word's.
public enum WordPooling: String, Sendable {
  /// Those of its last piece, which has seen all of it: for models that see what came before.
  case last = "last piece"
  /// Of each neuron the largest: for models that see both sides.
  case strongest = "strongest piece"
}

/// A source of words: another source reads the pieces of some documents, and each word is one token.
final class WordSource: ActivationSource {
  let sites: SiteList
  let vocabularySize: Int
  private let source: any ActivationSource
  private let reading: WordReading

  init(_ source: any ActivationSource, _ reading: WordReading) {
    self.source = source
    self.reading = reading
    sites = source.sites
    vocabularySize = reading.vocabularySize
  }

  func bounds(site: Int) -> ClosedRange<Float>? { source.bounds(site: site) }

  /// - Precondition: the documents are those of the reading.
  func read(_ documents: [[Int32]], _ body: @escaping @Sendable (ActivationChunk) -> Void) {
    let (words, pooling, widths) = (reading.documents, reading.pooling, sites.sites.map(\.neurons))
    precondition(documents.count == words.count)
    let open = IndexedResults(words.map { _ in OpenWords() })
    source.read(words.map(\.pieces)) { chunk in
      let document = words[chunk.document]
      let closing = document.words(endingIn: chunk.tokens)
      let room = FloatBuffer(count: closing.count * widths.reduce(0, +))
      var start = room.pointer
      var sites: [SiteActivations] = []
      for (site, width) in widths.enumerated() {
        let activations = chunk.activations(site: site)
        var isBegun = [Bool](repeating: false, count: closing.count)
        for (number, values) in open.values[chunk.document].take(closing, site: site) {
          (start + (number - closing.lowerBound) * width).update(from: values, count: width)
          isBegun[number - closing.lowerBound] = true
        }
        for (row, piece) in chunk.tokens.enumerated() {
          guard let word = document.word(ofPiece: piece) else { continue }
          let values = activations.row(row)
          guard closing.contains(word) else {
            open.values[chunk.document].add(values, word: word, site: site, pooling)
            continue
          }
          let place = word - closing.lowerBound
          pooling.add(values, to: start + place * width, isFirst: !isBegun[place])
          isBegun[place] = true
        }
        sites.append(SiteActivations(start: start, width: width, stride: width))
        start += closing.count * width
      }
      guard !closing.isEmpty else { return }
      withExtendedLifetime(room) {
        body(ActivationChunk(document: chunk.document, tokens: closing, sites: sites))
      }
    }
  }
}

/// Words whose pieces have come in part: by word and site what they have so far.
private struct OpenWords: Sendable {
  private var values: [Int: [Int: [Float]]] = [:]

  mutating func add(_ activations: UnsafeBufferPointer<Float>, word: Int, site: Int, _ pooling: WordPooling) {
    var known = values[word, default: [:]][site] ?? []
    let isFirst = known.isEmpty
    if isFirst { known = [Float](repeating: 0, count: activations.count) }
    known.withUnsafeMutableBufferPointer { known in
      if let base = known.baseAddress { pooling.add(activations, to: base, isFirst: isFirst) }
    }
    values[word, default: [:]][site] = known
  }

  /// What words that end now had at a site; they are forgotten.
  mutating func take(_ words: Range<Int>, site: Int) -> [(word: Int, values: [Float])] {
    values.keys.filter(words.contains).sorted().compactMap { word in
      values[word]?.removeValue(forKey: site).map { (word, $0) }
    }
  }
}

extension WordPooling {
  /// Takes in the activations of a word's next piece.
  fileprivate func add(
    _ activations: UnsafeBufferPointer<Float>, to word: UnsafeMutablePointer<Float>, isFirst: Bool
  ) {
    for (neuron, value) in activations.enumerated() {
      word[neuron] = isFirst || self == .last ? value : max(word[neuron], value)
    }
  }
}
