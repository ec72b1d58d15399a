import Corpora

/// What the tagger sees of one word, apart from its neighbours: hashes of the form and of its parts.
struct WordAttributes {
  /// The form, digits as `0`.
  var form: UInt32 = 0
  /// The form in lower case (ASCII), digits as `0`.
  var lower: UInt32 = 0
  /// The last 1 to 5 bytes of the lower-cased form; the whole of it where it is shorter.
  var suffixes: (UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0, 0)
  /// The first 1 to 4 bytes of the lower-cased form.
  var prefixes: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
  /// Kinds of characters in order, runs shortened to one.
  var shape: UInt32 = 0
  /// Whether the first letter is a capital one.
  var isCapitalised = false
  /// Whether no letter is a small one, and some letter is there.
  var isUpperCase = false

  /// Bytes looked at; a longer word is known by its beginning and its end.
  private static let limit = 64

  init() {}

  init(_ word: UnsafeBufferPointer<UInt8>) {
    let count = min(word.count, Self.limit)
    let head = word.count <= Self.limit ? count : count / 2
    self = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.limit * 3) { buffer in
      var attributes = WordAttributes()
      let form = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      let lower = UnsafeMutableBufferPointer(rebasing: buffer[Self.limit..<Self.limit + count])
      let shape = UnsafeMutableBufferPointer(rebasing: buffer[(Self.limit * 2)...])
      var shapeCount = 0
      var hasSmall = false
      var hasCapital = false
      for index in 0..<count {
        let byte = word[index < head ? index : word.count - count + index]
        let kind: UInt8
        form[index] = byte
        lower[index] = byte
        if byte &- 97 < 26 {
          kind = UInt8(ascii: "a")
          hasSmall = true
        } else if byte &- 65 < 26 {
          kind = UInt8(ascii: "A")
          hasCapital = true
          lower[index] = byte | 0x20
        } else if byte &- 48 < 10 {
          kind = UInt8(ascii: "0")
          form[index] = UInt8(ascii: "0")
          lower[index] = UInt8(ascii: "0")
        } else {
          kind = byte < 0x80 ? byte : UInt8(ascii: "u")
        }
        if shapeCount == 0 || shape[shapeCount - 1] != kind || (shapeCount == 1 && kind == UInt8(ascii: "A"))
        {
          shape[shapeCount] = kind
          shapeCount += 1
        }
      }
      let lowered = UnsafeBufferPointer(lower)
      attributes.form = FeatureHash.of(UnsafeBufferPointer(form), 0..<count)
      attributes.lower = FeatureHash.of(lowered, 0..<count)
      attributes.shape = FeatureHash.of(UnsafeBufferPointer(shape), 0..<shapeCount)
      let suffix = { (length: Int) in FeatureHash.of(lowered, max(count - length, 0)..<count) }
      attributes.suffixes = (suffix(1), suffix(2), suffix(3), suffix(4), suffix(5))
      let prefix = { (length: Int) in FeatureHash.of(lowered, 0..<min(length, count)) }
      attributes.prefixes = (prefix(1), prefix(2), prefix(3), prefix(4))
      attributes.isUpperCase = hasCapital && !hasSmall
      attributes.isCapitalised = count > 0 && form[0] &- 65 < 26
      return attributes
    }
  }
}
