import Measures
import NeuronPreferences

/// How the neurons of every stage answer to a text that the user gave: what a `TextReader` makes.
public struct TextReading: Sendable {
  /// One stage's answer.
  public struct Stage: Sendable {
    /// Whether each word is in the vocabulary of the stage's model. `[T]`
    let isKnown: [Bool]
    /// Activations after each word, neurons by row of the snapshots. `[T, N]`
    private let activations: [Float]
    private let neuronCount: Int

    /// Takes activations in.
    ///
    /// - Parameters:
    ///   - isKnown: whether each word is in the model's vocabulary, `[T]`.
    ///   - activations: `[T, N]`, N the neurons of all sites in the order of the snapshot's rows.
    public init(isKnown: [Bool], activations: [Float], neuronCount: Int) {
      precondition(activations.count == isKnown.count * neuronCount, "one activation a word and neuron")
      self.isKnown = isKnown
      self.activations = activations
      self.neuronCount = neuronCount
    }

    /// The activation of the neuron in `row` after a word.
    func activation(word: Int, row: Int) -> Double { Double(activations[word * neuronCount + row]) }

    /// The row with the largest activation after a word, among `rows`; the first of equals. O(rows).
    func strongest(word: Int, among rows: Range<Int>) -> Int? {
      let values = activations[word * neuronCount..<(word + 1) * neuronCount]
      let start = values.startIndex
      return rows.max { values[start + $0] < values[start + $1] }
    }
  }

  /// Why a stage has no answer, in words.
  public struct Fault: Error, Sendable {
    /// One line.
    public let text: String

    /// Says why.
    public init(_ text: String) { self.text = text }
  }

  /// What the models read one by one.
  public enum Unit: String, Sendable {
    /// Words of a vocabulary.
    case word
    /// Pieces of a sub-word tokenizer.
    case piece
  }

  /// The text as it was given.
  public let text: String
  /// Its words, or pieces, as the models read them. `[T]`
  public let words: [String]
  /// What these are.
  public let unit: Unit
  /// How many words more the text had than are read.
  public let omitted: Int
  /// The answers, in the order of the run's stages.
  public let stages: [Result<Stage, Fault>]

  /// Puts the answers together.
  public init(
    text: String, words: [String], unit: Unit = .word, omitted: Int, stages: [Result<Stage, Fault>]
  ) {
    self.text = text
    self.words = words
    self.unit = unit
    self.omitted = omitted
    self.stages = stages
  }

  /// The answer of a stage; nil where it has none.
  func answer(_ stage: Int) -> Stage? {
    guard stages.indices.contains(stage) else { return nil }
    return try? stages[stage].get()
  }
}
