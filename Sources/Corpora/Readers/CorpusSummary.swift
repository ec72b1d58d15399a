/// What a pass over a corpus met.
public struct CorpusSummary: Sendable, Equatable {
  /// Number of documents.
  public internal(set) var documents = 0
  /// Number of words.
  public internal(set) var words = 0
  /// Size of the file as it stands on disk; nil if it was not read to its end.
  public internal(set) var bytes: Int?
  /// SHA-256 of the file's bytes as they stand on disk, in hexadecimal; nil if it was not read to its end.
  public internal(set) var sha256: String?
}
