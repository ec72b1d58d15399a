import Corpora

/// Gives every word of a sentence a universal and a treebank tag, and finds where sentences end.
///
/// An averaged perceptron (Collins 2002) that goes from left to right and decides on both tags at once, so that
/// they always fit. It knows `Document` words as they are: the tags stand beside the words, one each.
public struct PartOfSpeechTagger: Sendable {
  /// Where the weights come from, in words: data, licence, settings.
  public let provenance: String
  /// The pairs of tags it chooses from.
  let labels: [Label]
  let lexicon: TaggerLexicon
  let tagModel: PackedLinearModel
  let sentenceModel: PackedLinearModel

  /// A universal tag with a treebank tag.
  struct Label: Sendable, Hashable {
    var upos: String
    var xpos: String
  }

  /// Number of weights, those of the sentence splitter among them.
  public var weightCount: Int { tagModel.weightCount + sentenceModel.weightCount }

  /// Numbers of the labels of all words of a document, sentence by sentence. Complexity: O(n).
  func label(_ document: Document, sentenceStarts: [Int]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(document.count)
    var features = TaggerFeatures()
    document.text.withUnsafeBufferPointer { text in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: TaggerFeatures.capacity) { hashes in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: labels.count) { scores in
          for (index, start) in sentenceStarts.enumerated() {
            let end = index + 1 < sentenceStarts.count ? sentenceStarts[index + 1] : document.count
            features.load(
              document.spans[start..<end].lazy.map {
                WordAttributes(UnsafeBufferPointer(rebasing: text[$0]))
              }, lexicon: lexicon)
            var previous = UInt32(labels.count)
            var beforePrevious = previous
            for position in 0..<features.count {
              let label: UInt8
              let allowed = features.allowed(at: position)
              if allowed > 0, lexicon.labelSets[allowed - 1].count == 1 {
                label = lexicon.labelSets[allowed - 1][0]
              } else {
                let count = features.write(
                  at: position, previous: previous, beforePrevious: beforePrevious, to: hashes)
                scores.update(repeating: 0)
                tagModel.score(UnsafeBufferPointer(rebasing: hashes[..<count]), into: scores)
                label = best(scores, allowed: allowed)
              }
              result.append(label)
              (beforePrevious, previous) = (previous, UInt32(label))
            }
          }
        }
      }
    }
    return result
  }

  /// The label with the highest score among those that the word may have; the first of equals.
  private func best(_ scores: UnsafeMutableBufferPointer<Int32>, allowed: Int) -> UInt8 {
    if allowed > 0 {
      let candidates = lexicon.labelSets[allowed - 1]
      var best = candidates[0]
      for candidate in candidates where scores[Int(candidate)] > scores[Int(best)] { best = candidate }
      return best
    }
    var best = 0
    for candidate in scores.indices where scores[candidate] > scores[best] { best = candidate }
    return UInt8(best)
  }
}
