/// How neurons are taken out.
public enum PruningWay: String, Sendable, CaseIterable {
  /// Their activation is zero where it is read above.
  case readout
  /// They are held at zero at every step.
  case recurrent
  /// Their rows and columns are removed.
  case structural

  /// The next one, around the end.
  var next: PruningWay {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
