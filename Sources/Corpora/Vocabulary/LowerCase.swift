/// Calls `body` with a word in lower case: bytes for ASCII, Unicode's full mapping otherwise.
@inline(__always)
func withLowerCase<Result>(
  _ word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
) rethrows -> Result {
  var upper = false
  for byte in word {
    if byte >= 0x80 {
      var lower = String(decoding: word, as: UTF8.self).lowercased()
      return try lower.withUTF8(body)
    }
    upper = upper || byte &- 65 < 26
  }
  if !upper { return try body(word) }
  return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: word.count) { buffer in
    for index in word.indices {
      let byte = word[index]
      buffer[index] = byte &- 65 < 26 ? byte | 0x20 : byte
    }
    return try body(UnsafeBufferPointer(buffer))
  }
}
