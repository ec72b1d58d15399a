import Corpora

/// A tagger's scores on a treebank: with the treebank's own words and sentences, and from its raw text.
public struct TaggerScores: Sendable {
  /// Scores of the tags when words and sentences are given.
  public let gold: TaggingEvaluation
  /// Scores of everything from the raw text, document by document.
  public let raw: TaggingEvaluation

  /// Scores a tagger on a CoNLL-U file.
  ///
  /// - Throws: `CorpusError`.
  /// - Complexity: O(n); the file is held whole.
  public init(tagger: PartOfSpeechTagger, treebank path: String) throws {
    let sentences = try CoNLLUReader.sentences(path: path)
    if sentences.isEmpty { throw CorpusError.empty(path: path) }
    var (tagged, annotated): ([CoNLLUSentence], [CoNLLUSentence]) = ([], [])
    var start = 0
    while start < sentences.count {
      var end = start + 1
      while end < sentences.count, !sentences[end].startsDocument { end += 1 }
      let document = Array(sentences[start..<end])
      tagged += document.map { tagger.filled($0.withoutTags) }
      annotated += tagger.annotate(CoNLLUSentence.rawText(of: document))
      start = end
    }
    do {
      gold = try TaggingEvaluation(gold: sentences, system: tagged)
      raw = try TaggingEvaluation(gold: sentences, system: annotated)
    } catch let difference as TaggingEvaluation.TextsDiffer {
      throw CorpusError.textsDiffer(path: path, byteOffset: difference.offset)
    }
  }
}

extension CoNLLUSentence {
  /// The sentence with all tags left out.
  var withoutTags: CoNLLUSentence {
    var sentence = self
    for index in sentence.words.indices {
      sentence.words[index].upos = "_"
      sentence.words[index].xpos = "_"
    }
    return sentence
  }
}
