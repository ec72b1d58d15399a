import Files

extension ComponentReader {
  /// What a post-processor does. Trimming and a template may come together, two templates may not.
  func postProcessor(_ value: JSONValue) throws(TokenizerError) -> PostProcessor {
    var processor = PostProcessor()
    try add(value, to: &processor, depth: 0)
    return processor
  }

  private func add(_ value: JSONValue, to processor: inout PostProcessor, depth: Int) throws(TokenizerError) {
    guard let type = try type(of: value, key: "post_processor") else { return }
    switch type {
    case "Sequence":
      guard depth < Self.depthLimit else { throw .badValue(path: path, key: "processors") }
      for element in try elements(value, "processors") { try add(element, to: &processor, depth: depth + 1) }
    case "ByteLevel":
      if try flag(value, "trim_offsets") { processor.trims.append(try flag(value, "add_prefix_space")) }
    case "RobertaProcessing":
      if try flag(value, "trim_offsets", default: true) {
        processor.trims.append(try flag(value, "add_prefix_space", default: true))
      }
      try setTemplate(try frame(value), of: &processor, type)
    case "BertProcessing": try setTemplate(try frame(value), of: &processor, type)
    case "TemplateProcessing": try setTemplate(try template(value), of: &processor, type)
    default: throw .unsupported(path: path, component: .postProcessor, name: type)
    }
  }

  private func setTemplate(
    _ template: [PostProcessor.Part], of processor: inout PostProcessor, _ type: String
  ) throws(TokenizerError) {
    guard processor.template == nil else {
      throw .unsupported(path: path, component: .postProcessor, name: "\(type) behind another one")
    }
    processor.template = template
  }

  /// `"cls": [token, id]` before and `"sep": [token, id]` behind.
  private func frame(_ value: JSONValue) throws(TokenizerError) -> [PostProcessor.Part] {
    var ids: [Int32] = []
    for key in ["cls", "sep"] {
      let pair = try elements(value, key)
      guard pair.count == 2 else { throw .badValue(path: path, key: key) }
      ids.append(try id(pair[1], key))
    }
    return [.tokens([ids[0]]), .sequence, .tokens([ids[1]])]
  }

  private func template(_ value: JSONValue) throws(TokenizerError) -> [PostProcessor.Part] {
    var parts: [PostProcessor.Part] = []
    for element in try elements(value, "single") {
      if let sequence = element["Sequence"] {
        // The second of two texts has no place in the template of one.
        guard sequence["id"]?.text == "A" else { throw .badValue(path: path, key: "single") }
        parts.append(.sequence)
      } else if let token = element["SpecialToken"]?["id"]?.text {
        guard let special = value["special_tokens"]?[token] else {
          throw .badValue(path: path, key: "special_tokens")
        }
        var ids: [Int32] = []
        for number in try elements(special, "ids") { ids.append(try id(number, "ids")) }
        parts.append(.tokens(ids))
      } else {
        throw .badValue(path: path, key: "single")
      }
    }
    return parts
  }
}
