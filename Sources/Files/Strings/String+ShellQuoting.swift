extension String {
  /// A word of a POSIX shell's command, whatever it holds: in single quotes.
  public var quotedForShell: String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The same as a person would type it: in quotes only where a shell takes a character for something else.
  public var shellWord: String {
    let isPlain = unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || "-_./:@,=+%".unicodeScalars.contains(scalar)
    }
    return isPlain && !isEmpty ? self : quotedForShell
  }
}
