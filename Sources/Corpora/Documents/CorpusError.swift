/// What can be wrong with the content of a corpus, a vocabulary or a tagger file. Lines and columns count from 1; byte
/// offsets count from 0, in the text after decompression.
public enum CorpusError: Error, Sendable, Equatable {
  /// Nothing in it: no word, or no token of a vocabulary.
  case empty(path: String)
  /// A record that cannot be read as its format demands.
  case badRecord(path: String, line: Int, reason: RecordFault)
  /// A column that the file does not have; `available` names those that it has.
  case missingColumn(path: String, column: String, available: [String])
  /// A vocabulary line that repeats an earlier one.
  case duplicateToken(path: String, line: Int, token: String, firstLine: Int)
  /// A vocabulary line that is empty.
  case emptyToken(path: String, line: Int)
  /// A vocabulary line with white space or a control character inside.
  case spaceInToken(path: String, line: Int, token: String)
  /// A vocabulary without the token that was named for unknown words.
  case noUnknownToken(path: String, token: String)
  /// A word of a text that is not in a vocabulary which has no token for such words.
  case unknownWord(path: String, vocabulary: String, line: Int, word: String)
  /// A vocabulary in JSON that is neither a list of tokens nor numbers from 0 by token.
  case badVocabulary(path: String)
  /// A tagger file that is damaged, or none.
  case badTagger(path: String, byteOffset: Int)
  /// The characters of a treebank that the tokenizer takes for white space are words to the treebank. The
  /// offset counts no white space.
  case textsDiffer(path: String, byteOffset: Int)
}

/// What is wrong with one record of a corpus.
public enum RecordFault: Error, Sendable, Equatable {
  /// Longer than the limit in bytes.
  case tooLong(limit: Int)
  /// A quoted field that never ends.
  case unclosedQuote
  /// A byte after the closing quote of field `column` that is neither separator nor line end.
  case textAfterQuote(column: Int)
  /// Another number of fields than the header, or the first record, has.
  case fieldCount(expected: Int, found: Int)
  /// A JSON line that is no object.
  case notAnObject
  /// JSON that breaks its grammar at byte `column` of the line.
  case malformedJSON(column: Int)
  /// A value that is neither text nor an array of texts.
  case notText(column: String)
  /// A label that is neither a number nor a known word.
  case notANumber(column: String, value: String)
  /// Fewer or more tags than words.
  case tagCount(words: Int, tags: Int)
  /// A word or tag with white space inside, or an empty one, in an array.
  case badWord(column: String, value: String)
  /// A CoNLL-U line without ten columns.
  case conlluColumns(found: Int)
  /// A CoNLL-U line whose identifier is not the next word, range or empty node.
  case conlluID(String)
  /// A CoNLL-U word with an empty form.
  case conlluForm
}
