import Explorer
import Measures

/// Activations of a text that no model has read, to look at: the same for the same words.
enum MadeUpReading {
  static func read(_ text: String) throws -> TextReading {
    let words = text.split(separator: " ").map(String.init)
    if words == ["fail"] { throw TextReading.Fault("the model is gone") }
    let stages = (0..<3).map { stage -> Result<TextReading.Stage, TextReading.Fault> in
      if stage == 1, words.first == "partly" { return .failure(TextReading.Fault("zero-shot has no model")) }
      if stage == 1, words.first == "recorded" { return .failure(TextReading.Fault(Self.longFault)) }
      let activations = words.enumerated().flatMap { place, word in
        (0..<24).map { neuron -> Float in
          let mixed = (word.utf8.reduce(7) { ($0 * 31 + Int($1)) % 9973 } + neuron * 131 + stage * 17) % 199
          return Float(mixed - 90) / 110 - Float(place) / 1000
        }
      }
      return .success(
        TextReading.Stage(isKnown: words.map { $0 != "kubrick" }, activations: activations, neuronCount: 24))
    }
    return TextReading(
      text: text, words: words, unit: words.contains { $0.hasPrefix("##") } ? .piece : .word,
      omitted: words.contains("long") ? 5 : 0, stages: stages)
  }

  /// Why a stage has no answer, longer than a line.
  static let longFault =
    "zero-shot exists only as a recording, which holds no weights; to read text, add the recorded model as a stage of "
    + "its own, and this is the end"
}
