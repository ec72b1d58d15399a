/// What names of tags stand for: those of the Penn Treebank, and the universal ones.
public enum TagMeaning {
  /// The meaning of a tag in a few words; nil for one that is not known.
  public static func of(_ tag: String) -> String? { penn[tag] ?? universal[tag] }

  /// Marcus, Santorini and Marcinkiewicz 1993, table 2.
  private static let penn = [
    "CC": "conjunction: and, but", "CD": "number: two, 1984", "DT": "determiner: the, a",
    "EX": "existential there",
    "FW": "foreign word", "IN": "preposition: of, in; subordinating: because", "JJ": "adjective: good",
    "JJR": "adjective, comparative: better", "JJS": "adjective, superlative: best", "LS": "list item marker",
    "MD": "modal: can, would", "NN": "noun, singular: film", "NNS": "noun, plural: films",
    "NNP": "proper noun, singular: London", "NNPS": "proper noun, plural: Americans",
    "PDT": "predeterminer: all the",
    "POS": "possessive ending: 's", "PRP": "personal pronoun: it, he", "PRP$": "possessive pronoun: its, his",
    "RB": "adverb: very, not", "RBR": "adverb, comparative: more", "RBS": "adverb, superlative: most",
    "RP": "particle: give up", "SYM": "symbol", "TO": "to", "UH": "interjection: oh",
    "VB": "verb, base form: see",
    "VBD": "verb, past: saw", "VBG": "verb, -ing: seeing", "VBN": "verb, past participle: seen",
    "VBP": "verb, present, not 3rd person: see", "VBZ": "verb, present, 3rd person: sees",
    "WDT": "wh-determiner: which", "WP": "wh-pronoun: who", "WP$": "possessive wh-pronoun: whose",
    "WRB": "wh-adverb: where", "#": "pound sign", "$": "currency sign", "''": "closing quotation mark",
    "``": "opening quotation mark", ",": "comma", ".": "end of a sentence", ":": "colon, dash, ellipsis",
    "-LRB-": "opening bracket", "-RRB-": "closing bracket", "HYPH": "hyphen", "NFP": "other punctuation",
    "ADD": "address on the web", "AFX": "affix", "GW": "word that goes with the next", "XX": "unknown",
  ]

  /// Universal Dependencies, version 2.
  private static let universal = [
    "ADJ": "adjective", "ADP": "preposition", "ADV": "adverb", "AUX": "auxiliary verb",
    "CCONJ": "coordinating conjunction", "DET": "determiner", "INTJ": "interjection", "NOUN": "noun",
    "NUM": "number", "PART": "particle", "PRON": "pronoun", "PROPN": "proper noun", "PUNCT": "punctuation",
    "SCONJ": "subordinating conjunction", "VERB": "verb", "X": "other",
  ]
}
