import Corpora
import Foundation
import Prerequisites
import Statistics
import Tagging
import Testing

@Suite struct PartOfSpeechTaggerTests {
  @Test(arguments: [
    (
      "She doesn't like the old dog.", "PRON AUX PART VERB DET ADJ NOUN PUNCT", "PRP VBZ RB VB DT JJ NN ."
    ),
    ("They can go to London.", "PRON AUX VERB ADP PROPN PUNCT", "PRP MD VB IN NNP ."),
    (
      "John's dogs were barking loudly at 5 cats.", "PROPN PART NOUN AUX VERB ADV ADP NUM NOUN PUNCT",
      "NNP POS NNS VBD VBG RB IN CD NNS ."
    ),
    ("What a wonderful movie!", "DET DET ADJ NOUN PUNCT", "WDT DT JJ NN ."),
    (
      "I want to see a new record, and he will too.",
      "PRON VERB PART VERB DET ADJ NOUN PUNCT CCONJ PRON AUX ADV PUNCT",
      "PRP VBP TO VB DT JJ NN , CC PRP MD RB ."
    ),
  ])
  func ownSentences(text: String, upos: String, xpos: String) throws {
    let tags = try PartOfSpeechTagger.english().tags(of: Document(text: text, tokenization: .english))
    #expect(tags.upos.joined(separator: " ") == upos)
    #expect(tags.xpos.joined(separator: " ") == xpos)
  }

  @Test func annotationGroupsContractionsAndFindsSentences() throws {
    let tagger = try PartOfSpeechTagger.english()
    let text = "Dr. Smith isn't here. The students' books are.\n\nIs that so? Yes"
    let sentences = tagger.annotate(text)
    #expect(
      sentences.map { $0.tokens.map(\.form).joined(separator: " ") } == [
        "Dr. Smith isn't here .", "The students' books are .", "Is that so ?", "Yes",
      ])
    #expect(sentences.map(\.startsParagraph) == [true, false, true, false])
    #expect(
      CoNLLUSentence.rawText(of: sentences).replacing("\n\n", with: " ") == text.replacing("\n\n", with: " ")
        + " ")
  }

  @Test func linesEndSentencesUnlessTheTextIsWrapped() throws {
    let tagger = try PartOfSpeechTagger.english()
    let lines = Document(text: "A small title\nthis is text\nmore of it", tokenization: .english)
    #expect(tagger.sentenceStarts(of: lines) == [0, 3, 6])
    let wrapped = """
      The committee met on Tuesday in order to talk about the plans of the
      city for the years to come, and it did not agree about any of the many
      proposals that the members had brought with them from their towns.
      """
    #expect(tagger.sentenceStarts(of: Document(text: wrapped, tokenization: .english)) == [0])
  }

  @Test func tagsOfTheInputAreNeverReplaced() throws {
    let tagger = try PartOfSpeechTagger.english()
    var document = Document(words: ["They", "bark", "."], tags: ["XX", "_", "YY"])
    let sources = tagger.addTags(to: &document, tagSet: .xpos)
    #expect(document.tags == ["XX", "VBP", "YY"])
    #expect(sources.fromInput == 2)
    #expect(sources.fromTagger == 1)
    var plain = Document(words: ["They", "bark", "."])
    _ = tagger.addTags(to: &plain, tagSet: .upos)
    #expect(plain.tags == ["PRON", "VERB", "PUNCT"])
  }

  @Test func randomTextKeepsOneTagAWord() throws {
    let tagger = try PartOfSpeechTagger.english()
    var generator = SplitMix64(seed: 0x7A6)
    print("seed 0x7A6")
    for _ in 0..<100 {
      var text = ""
      for _ in 0..<Int.random(in: 0..<60, using: &generator) {
        let scalar = Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &generator)) ?? "\n"
        text.unicodeScalars.append(
          Bool.random(using: &generator)
            ? scalar : ["a", " ", ".", "'"].randomElement(using: &generator) ?? "x")
      }
      let document = Document(text: text, tokenization: .english)
      let tags = tagger.tags(of: document)
      #expect(tags.upos.count == document.count && tags.xpos.count == document.count)
      let annotated = tagger.annotate(document)
      #expect(annotated.flatMap(\.words).map(\.form) == document.words)
      #expect(
        annotated.allSatisfy {
          $0.tokens.map(\.words).reduce(0) { $1.lowerBound == $0 ? $1.upperBound : -1 } == $0.words.count
        })
    }
    let long = Document(text: String(repeating: "ab'c-", count: 1 << 13), tokenization: .english)
    #expect(tagger.tags(of: long).upos.count == long.count)
  }

  /// Runs only where the treebank is: set TXRAY_EWT to its dev part in CoNLL-U.
  @Test func accuracyOnTheTreebank() throws {
    guard let path = ProcessInfo.processInfo.environment["TXRAY_EWT"] else {
      try Prerequisite.notGiven("TXRAY_EWT is not set: the accuracy on the treebank is not measured")
    }
    let scores = try TaggerScores(tagger: .english(), treebank: path)
    #expect(scores.gold.upos.f1 >= 0.95)
    #expect(scores.gold.xpos.f1 >= 0.945)
    #expect(scores.raw.tokens.f1 >= 0.99)
    #expect(scores.raw.sentences.f1 >= 0.85)
  }
}
