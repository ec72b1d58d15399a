/// What files and folders of a run may be called.
public enum RunNames {
  /// Whether a stage may have that name, which is that of its snapshot file: not empty, no slash, no leading dot.
  public static func isStageName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\0")
  }

  /// What ``isStageName(_:)`` asks for, for messages.
  public static let stageNameRule = "a stage's name is that of a file: no slash, no leading dot"

  /// Whether a relative path can't lead out of the folder it is relative to.
  public static func staysInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.contains("\0")
      && !path.split(separator: "/").contains("..")
  }

  /// Whether one name comes before another: numbers in them count as numbers, `epoch-2` before `epoch-10`.
  public static func precedes(_ a: String, _ b: String) -> Bool {
    let (a, b) = (parts(a), parts(b))
    for (x, y) in zip(a, b) where x != y {
      if let m = Int(x), let n = Int(y), m != n { return m < n }
      return x < y
    }
    return a.count < b.count
  }

  private static func parts(_ name: String) -> [String] {
    var parts: [String] = []
    for character in name {
      if let last = parts.last?.last, last.isNumber == character.isNumber {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
    }
    return parts
  }
}
