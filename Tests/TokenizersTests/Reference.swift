import Files
import Foundation
import Testing

@testable import Tokenizers

/// What make_expectations.py recorded: small tokenizers of every kind, and what they make of a few texts.
struct Reference {
  /// One tokenizer with its expectations.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    /// The text of its tokenizer.json.
    let json: [UInt8]
    let documents: [Document]
    var testDescription: String { name }

    func tokenizer() throws -> Tokenizer { try Tokenizer(tokenizerJSON: json, path: name) }
  }

  /// One text with the expected tokens.
  struct Document: Sendable {
    let text: [UInt8]
    /// Whether text that spells a special token is that token.
    let readsSpecial: Bool
    let addsSpecial: Bool
    let ids: [Int32]
    let offsets: [Range<Int>]
  }

  static let cases: [Case] = (try? load()) ?? []

  static func named(_ name: String) throws -> Case { try #require(cases.first { $0.name == name }) }

  private static func load() throws -> [Case] {
    let models = try value("models")
    let recorded = try value("cases")
    let texts = elements(recorded["texts"]).map { $0.text ?? "" }
    return elements(recorded["cases"]).map { one in
      let model = models[one["model"]?.text ?? ""]?.text ?? ""
      let json = (one["tokenizer"]?.text ?? "").replacingOccurrences(of: "@vocabulary@", with: model)
      let documents = elements(one["documents"]).map { document in
        let readsSpecial = document["tokens"] != nil
        let text = texts[Int(document["text"]?.double ?? 0)]
        return Document(
          text: Array(text.utf8), readsSpecial: readsSpecial,
          addsSpecial: !["added", "metaspace_added", "bert_added"].contains(one["name"]?.text),
          ids: numbers(document["ids"]).compactMap { Int32($0) }, offsets: ranges(document["offsets"]))
      }
      return Case(name: one["name"]?.text ?? "", json: Array(json.utf8), documents: documents)
    }
  }

  private static func value(_ name: String) throws -> JSONValue {
    let path = try #require(Bundle.module.path(forResource: "Reference/\(name)", ofType: "json"))
    let bytes = try FileBytes.read(path, limit: 1 << 24)
    return try bytes.withUnsafeBytes { bytes in
      var scanner = JSONScanner(bytes)
      return try scanner.value()
    }
  }

  private static func elements(_ value: JSONValue?) -> [JSONValue] {
    guard case .array(let elements)? = value else { return [] }
    return elements
  }

  private static func numbers(_ value: JSONValue?) -> [Substring] {
    (value?.text ?? "").split(separator: " ")[...].map { $0 }
  }

  private static func ranges(_ value: JSONValue?) -> [Range<Int>] {
    numbers(value).map { pair in
      let ends = pair.split(separator: "-").compactMap { Int($0) }
      return ends.count == 2 ? ends[0]..<ends[1] : -1..<0
    }
  }
}
