import Corpora
import ScratchFiles
import Statistics
import Tagging
import Testing

@Suite struct TaggerTrainingTests {
  /// A toy language: `the`/`a` + noun + verb; nouns end in -o, verbs in -a.
  private static func sentences(_ count: Int, seed: UInt64) -> [CoNLLUSentence] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { index in
      let stem = { String("bdfgklmnprst".randomElement(using: &generator) ?? "b") + "ulin" }
      var sentence = CoNLLUSentence()
      sentence.startsParagraph = index % 3 == 0
      sentence.words = [
        .init(form: index % 2 == 0 ? "the" : "a", upos: "DET", xpos: "DT"),
        .init(form: stem() + "o", upos: "NOUN", xpos: "NN"),
        .init(form: stem() + "a", upos: "VERB", xpos: "VBZ"), .init(form: ".", upos: "PUNCT", xpos: "."),
      ]
      sentence.tokens = sentence.words.indices.map {
        .init(form: sentence.words[$0].form, words: $0..<$0 + 1)
      }
      return sentence
    }
  }

  private func training(seed: UInt64 = 7) -> TaggerTraining {
    var training = TaggerTraining()
    training.seed = seed
    training.passes = 3
    training.repetitions = 2
    training.clusters = 4
    training.provenance = "toy"
    return training
  }

  @Test func learnsEndingsAndIsTheSameEveryTime() throws {
    let corpus = Self.sentences(60, seed: 1)
    let untagged = [["the", "kulino", "pulina", "."], ["a", "kulino", "rulina", "."]]
    let tagger = training().train(corpus, untagged: untagged)
    #expect(tagger.serialized() == training().train(corpus, untagged: untagged).serialized())
    let tags = tagger.tags(of: Document(words: ["the", "zorgo", "zorga", "."]))
    #expect(tags.upos == ["DET", "NOUN", "VERB", "PUNCT"])
    #expect(tags.xpos == ["DT", "NN", "VBZ", "."])
    #expect(tagger.tagNames(.upos) == ["DET", "NOUN", "PUNCT", "VERB"])

    let file = try TemporaryFile("")
    try tagger.write(to: file.path)
    let again = try PartOfSpeechTagger(contentsOf: file.path)
    #expect(again.provenance == "toy")
    #expect(again.serialized() == tagger.serialized())
  }

  @Test func splitsSentencesAsItLearnt() {
    let tagger = training().train(Self.sentences(90, seed: 3))
    let document = Document(text: "the bulino kulina . a dulino tulina .", tokenization: .whitespace)
    #expect(tagger.sentenceStarts(of: document) == [0, 4])
  }

  @Test func damagedFilesAreRefused() throws {
    let bytes = training().train(Self.sentences(30, seed: 1)).serialized()
    func isRefused(_ bytes: [UInt8]) -> Bool {
      do {
        _ = try bytes.withUnsafeBytes { try PartOfSpeechTagger(serialized: $0, path: "x") }
        return false
      } catch CorpusError.badTagger("x", _) {
        return true
      } catch {
        return false
      }
    }
    #expect(!isRefused(bytes))
    for length in [0, 3, 12, 100, bytes.count / 2, bytes.count - 1] {
      #expect(isRefused(Array(bytes[..<length])), "\(length)")
    }
    #expect(isRefused(bytes + [0]))
    var generator = SplitMix64(seed: 5)
    for _ in 0..<100 {
      var damaged = bytes
      damaged[Int.random(in: 0..<bytes.count, using: &generator)] ^= 0xFF
      // Most flips change a weight, which nothing can tell; the rest must be refused, and none may crash.
      if !isRefused(damaged) {
        let tagger = try damaged.withUnsafeBytes { try PartOfSpeechTagger(serialized: $0, path: "x") }
        #expect(tagger.annotate("It does not crash.").flatMap(\.words).count == 5)
      }
    }
  }
}
