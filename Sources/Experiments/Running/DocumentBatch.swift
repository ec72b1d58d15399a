import Corpora
import Kernels
import NeuronPreferences
import Tagging

/// Documents on their way to the collector.
struct DocumentBatch {
  private let prepared: CollectionPreparation
  /// Where tags came from, so far.
  private(set) var sources = PartOfSpeechTagger.TagSources()
  /// Words that the vocabulary doesn't have, so far.
  private(set) var unknownWords: UnknownWords
  private let tagIDs: [String: Int32]
  private var documents: [Document] = []
  private var places: [Int] = []

  init(_ prepared: CollectionPreparation, unknownWords: UnknownWords) {
    (self.prepared, self.unknownWords) = (prepared, unknownWords)
    tagIDs = Dictionary(uniqueKeysWithValues: prepared.tagNames.enumerated().map { ($1, Int32($0)) })
  }

  /// How many there are.
  var count: Int { documents.count }

  /// Takes in the next one, with its place in the text.
  mutating func append(_ document: Document, at place: Int) {
    documents.append(document)
    places.append(place)
  }

  /// Tags what is untagged and hands everything on.
  mutating func collect(into collector: StageCollector) throws {
    if let vocabulary = prepared.collection.encoder.vocabulary {
      for document in documents { unknownWords.add(document, vocabulary) }
    }
    tag()
    let encoded = try prepared.encode(documents)
    let counted = try prepared.words?.count(documents, encoded)
    let tags = documents.indices.map { index -> [Int32] in
      // The word of each token that is counted.
      let places = counted?.reading.documents[index].words.map { Int32($0) } ?? encoded[index].words
      guard let names = documents[index].tags else { return [Int32](repeating: -1, count: places.count) }
      let words: [Int32] = names.map { tagIDs[$0] ?? -1 }
      return places.map { word -> Int32 in word < 0 ? -1 : words[Int(word)] }
    }
    collector.add(
      counted?.ids ?? encoded.map(\.ids), tags: tagIDs.isEmpty ? nil : tags, at: places,
      words: counted?.reading)
    documents.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  private mutating func tag() {
    let collection = prepared.collection
    guard let tagger = collection.tagger else {
      for document in documents { sources.fromInput += document.tags?.count { $0 != "_" } ?? 0 }
      return
    }
    let results = IndexedResults(documents.map { ($0, PartOfSpeechTagger.TagSources()) })
    let tagSet = collection.corpus.tagSet
    prepared.workers.forEach(documents.count) { index in
      results.values[index].1 = tagger.addTags(to: &results.values[index].0, tagSet: tagSet)
    }
    documents = results.values.map(\.0)
    for (_, found) in results.values { sources += found }
  }
}
