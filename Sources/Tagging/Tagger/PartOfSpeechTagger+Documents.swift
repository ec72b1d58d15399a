import Corpora

extension PartOfSpeechTagger {
  /// Where the tags of a document came from.
  public struct TagSources: Sendable, Equatable {
    /// Words whose tag stood in the input.
    public var fromInput = 0
    /// Words whose tag the tagger chose.
    public var fromTagger = 0

    /// None of either.
    public init() {}

    /// Adds the counts of another document.
    public static func += (a: inout TagSources, b: TagSources) {
      a.fromInput += b.fromInput
      a.fromTagger += b.fromTagger
    }
  }

  /// Gives a tag to every word that the input left without one; a tag of the input is never replaced. Finds
  /// the sentences as well, unless they are known.
  ///
  /// - Complexity: O(n).
  public func addTags(to document: inout Document, tagSet: TagSet) -> TagSources {
    var sources = TagSources()
    let given = document.tags
    let missing = given?.count { $0 == "_" } ?? document.count
    sources.fromInput = document.count - missing
    sources.fromTagger = missing
    if document.sentenceStarts.isEmpty { document.sentenceStarts = sentenceStarts(of: document) }
    if missing == 0 { return sources }
    let names = labels.map { tagSet == .upos ? $0.upos : $0.xpos }
    var tags = label(document, sentenceStarts: document.sentenceStarts).map { names[Int($0)] }
    if let given {
      for index in given.indices where given[index] != "_" { tags[index] = given[index] }
    }
    document.tags = tags
    return sources
  }

  /// The tags of every word, universal and of the treebank.
  public func tags(of document: Document) -> (upos: [String], xpos: [String]) {
    let starts = document.sentenceStarts.isEmpty ? sentenceStarts(of: document) : document.sentenceStarts
    let numbers = label(document, sentenceStarts: starts)
    return (numbers.map { labels[Int($0)].upos }, numbers.map { labels[Int($0)].xpos })
  }

  /// The names of the tags it may give, sorted.
  public func tagNames(_ tagSet: TagSet) -> [String] {
    Set(labels.map { tagSet == .upos ? $0.upos : $0.xpos }).sorted()
  }
}
