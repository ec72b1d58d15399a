import Glibc

/// A number with `digits` digits after the point.
func fixed(_ value: Double, _ digits: Int) -> String {
  var buffer = [CChar](repeating: 0, count: 400)
  let length = withVaList([Int32(digits), value]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
  return String(decoding: buffer.prefix(Int(max(0, length))).map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// A number with commas between its thousands.
func grouped(_ value: Int) -> String {
  var digits = String(value.magnitude)
  var groups: [String] = []
  while digits.count > 3 {
    groups.insert(String(digits.suffix(3)), at: 0)
    digits.removeLast(3)
  }
  return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
}

/// "(12 more)" after the first few of a list.
func listed(_ names: [String], most: Int = 8) -> String {
  let shown = names.prefix(most).joined(separator: ", ")
  return names.count > most ? "\(shown), … (\(names.count - most) more)" : shown
}
