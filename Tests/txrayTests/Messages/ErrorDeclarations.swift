import Foundation

/// The errors that a package's sources declare, found by reading them.
struct ErrorDeclarations {
  /// `Module.Type.case` for enums, `Module.Type` for structs.
  private(set) var cases: [String] = []

  /// Reads all Swift files of a folder of targets.
  init(under sources: URL) throws {
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    for case let file as URL in files ?? FileManager.DirectoryEnumerator()
    where file.pathExtension == "swift" {
      let module = file.pathComponents.dropFirst(sources.pathComponents.count).first ?? ""
      read(try String(contentsOf: file, encoding: .utf8), of: module)
    }
    cases.sort()
  }

  private mutating func read(_ source: String, of module: String) {
    let declaration = /\s*(?:public |package |private |fileprivate )*(enum|struct) (\w+):.*\bError\b.*\{/
    let line = /\s*case (.*)/
    var inside: (type: String, indentation: Int)?
    for text in source.split(separator: "\n") {
      let indentation = text.prefix { $0 == " " }.count
      if let open = inside {
        if indentation <= open.indentation { inside = nil }
        if indentation == open.indentation + 2, let match = try? line.wholeMatch(in: text) {
          cases += Self.names(match.1).map { "\(module).\(open.type).\($0)" }
        }
      }
      guard let match = try? declaration.wholeMatch(in: text) else { continue }
      if match.1 == "enum" {
        inside = (String(match.2), indentation)
      } else {
        cases.append("\(module).\(match.2)")
      }
    }
  }

  /// The names in `a(x: Int), b, c(String)`.
  private static func names(_ list: Substring) -> [String] {
    var (names, name, depth) = ([String](), "", 0)
    for character in list + "," {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      case "," where depth == 0:
        names.append(name)
        name = ""
      case _ where depth == 0 && !character.isWhitespace: name.append(character)
      default: break
      }
    }
    return names
  }
}
