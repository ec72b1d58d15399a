/// A class of parts of speech, coarse enough for a word in a sentence: Penn's tags and the universal ones alike.
public enum TagClass: String, CaseIterable, Hashable, Sendable {
  case nouns, names, verbs, adjectives, adverbs, prepositions, determiners, pronouns, numbers, conjunctions
  case particles, punctuation, other

  /// The class of a tag, `NN` or `NOUN`; what is not known is ``other``. Penn has one tag for every "to", and so it
  /// counts with the prepositions.
  public init(tag: String) {
    self =
      switch tag {
      case "NN", "NNS", "NOUN": .nouns
      case "NNP", "NNPS", "PROPN": .names
      case "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD", "VERB", "AUX": .verbs
      case "JJ", "JJR", "JJS", "ADJ", "AFX": .adjectives
      case "RB", "RBR", "RBS", "WRB", "ADV": .adverbs
      case "IN", "TO", "ADP": .prepositions
      case "DT", "PDT", "WDT", "DET": .determiners
      case "PRP", "PRP$", "WP", "WP$", "EX", "PRON": .pronouns
      case "CD", "NUM": .numbers
      case "CC", "CCONJ", "SCONJ": .conjunctions
      case "RP", "POS", "PART": .particles
      case ".", ",", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP", "PUNCT": .punctuation
      default: .other
      }
  }

  /// The word for it where there is no room: `prep`.
  public var abbreviation: String {
    switch self {
    case .nouns: "noun"
    case .names: "name"
    case .verbs: "verb"
    case .adjectives: "adj"
    case .adverbs: "adv"
    case .prepositions: "prep"
    case .determiners: "det"
    case .pronouns: "pron"
    case .numbers: "num"
    case .conjunctions: "conj"
    case .particles: "part"
    case .punctuation: "punct"
    case .other: "other"
    }
  }
}

/// How a neuron's activation mass is spread over classes of parts of speech.
public struct ClassShares: Sendable {
  /// The classes it has any mass in, the largest share first, equal ones in the order of ``TagClass``.
  public let shares: [(kind: TagClass, share: Double)]

  /// Adds up the tags of the neuron in a row by class. O(entries of the row).
  ///
  /// - Throws: ``SnapshotError`` if the row is damaged.
  public init(ofRow row: Int, in tags: FeatureTable) throws(SnapshotError) {
    var sums: [TagClass: Double] = [:]
    for preference in try tags.preferences(ofRow: row) {
      sums[TagClass(tag: tags.name(of: preference.feature)), default: 0] += max(preference.sum, 0)
    }
    let total = sums.values.reduce(0, +)
    var shares: [(kind: TagClass, share: Double)] = []
    for kind in TagClass.allCases {
      guard let sum = sums[kind], sum > 0 else { continue }
      let place = shares.firstIndex { $0.share < sum / total } ?? shares.count
      shares.insert((kind, sum / total), at: place)
    }
    self.shares = shares
  }

  /// The class that holds at least half of the mass, if there is one.
  public var main: TagClass? { shares.first.flatMap { $0.share >= 0.5 ? $0.kind : nil } }

  /// Which classes it prefers, in words.
  public var words: String? {
    guard let first = shares.first else { return nil }
    if first.share >= 0.9 { return first.kind.rawValue }
    if first.share >= 0.6 { return "mostly \(first.kind)" }
    if shares.count > 1, first.share + shares[1].share >= 0.8 { return "\(first.kind) and \(shares[1].kind)" }
    return "mixed"
  }
}
