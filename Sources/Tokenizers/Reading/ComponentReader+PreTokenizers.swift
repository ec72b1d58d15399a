import Files

extension ComponentReader {
  /// The steps of a pre-tokenizer.
  func preTokenizers(_ value: JSONValue, depth: Int = 0) throws(TokenizerError) -> [PreTokenizer] {
    guard let type = try type(of: value, key: "pre_tokenizer") else { return [] }
    switch type {
    case "Sequence":
      guard depth < Self.depthLimit else { throw .badValue(path: path, key: "pretokenizers") }
      var steps: [PreTokenizer] = []
      for element in try elements(value, "pretokenizers") {
        steps += try preTokenizers(element, depth: depth + 1)
      }
      return steps
    case "ByteLevel":
      return [
        .byteLevel(
          addsPrefixSpace: try flag(value, "add_prefix_space"),
          splits: try flag(value, "use_regex", default: true))
      ]
    case "BertPreTokenizer":
      return [
        .split(Splitter(.scalars(.space), .removed)), .split(Splitter(.scalars(.punctuation), .isolated)),
      ]
    case "Whitespace": return [.split(Splitter(.words, .removed, isInverted: true))]
    case "WhitespaceSplit": return [.split(Splitter(.scalars(.space), .removed))]
    case "Split":
      return [
        .split(Splitter(try matcher(value), try behavior(value), isInverted: try flag(value, "invert")))
      ]
    case "Digits":
      let isIndividual = try flag(value, "individual_digits")
      return [.split(Splitter(.scalars(.digit), isIndividual ? .isolated : .contiguous))]
    case "Punctuation":
      let behavior = value["behavior"] == nil ? .isolated : try behavior(value)
      return [.split(Splitter(.scalars(.punctuation), behavior))]
    case "Metaspace": return [.metaspace(try metaspace(value))]
    case "CharDelimiterSplit", "Delimiter":
      var delimiter: [UInt8] = []
      delimiter.append(scalar: try scalar(value, "delimiter"))
      return [.split(Splitter(.literal(delimiter), .removed))]
    case "UnicodeScripts": return [.scripts]
    case "FixedLength":
      let length =
        try value["length"].map { (length) throws(TokenizerError) in try id(length, "length") } ?? 5
      guard length > 0 else { throw .badValue(path: path, key: "length") }
      return [.fixedLength(Int(length))]
    default: throw .unsupported(path: path, component: .preTokenizer, name: type)
    }
  }

  private func behavior(_ value: JSONValue) throws(TokenizerError) -> Splitter.Behavior {
    let name = String(decoding: try text(value, "behavior"), as: UTF8.self)
    guard let behavior = Splitter.Behavior(rawValue: name) else {
      throw .badValue(path: path, key: "behavior")
    }
    return behavior
  }

  private func metaspace(_ value: JSONValue) throws(TokenizerError) -> Metaspace {
    var scheme = Metaspace.PrependScheme.always
    if let name = value["prepend_scheme"]?.text {
      guard let named = Metaspace.PrependScheme(rawValue: name) else {
        throw .badValue(path: path, key: "prepend_scheme")
      }
      scheme = named
    }
    // The old form of the scheme.
    if value["add_prefix_space"] == .bool(false) { scheme = .never }
    return Metaspace(
      replacement: try scalar(value, "replacement"), prependScheme: scheme,
      splits: try flag(value, "split", default: true))
  }
}
