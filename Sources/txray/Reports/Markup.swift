import TerminalUI

/// Text for a page: what would be markup is escaped; what would steer a reader, or is no XML, is written out.
func escaped(_ text: String) -> String {
  var result = ""
  for character in TerminalText.escaped(text, .unseen) {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.append(character)
    }
  }
  return result
}

/// An element with attributes and content that is markup already.
func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String = "")
  -> String
{
  let written = attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
  return content.isEmpty ? "<\(name)\(written)/>" : "<\(name)\(written)>\(content)</\(name)>"
}
