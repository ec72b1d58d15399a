import Foundation
import Settings
import TerminalUI
import Testing

@Suite struct ThemeTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("themes").path
  static let shipped = [
    "terminal-16", "mono", "dark", "light", "high-contrast", "deuteranopia", "tritanopia",
  ]

  @Test func theBuiltInThemeIsTheOneInItsFile() throws {
    #expect(try ThemeLibrary(folders: [Self.folder]).theme("terminal-16") == .builtIn)
    #expect(try ThemeLibrary(folders: []).theme("terminal-16") == .builtIn)
  }

  @Test func everyShippedThemeIsListedAndDefinesEveryRole() throws {
    #expect(ThemeLibrary(folders: [Self.folder]).names == Self.shipped.sorted())
    for name in Self.shipped {
      let table = try SettingsTable(contentsOf: "\(Self.folder)/\(name).toml")
      #expect(
        Set(try #require(try table.table("roles")).keys) == Set(Role.allCases.map(\.rawValue)), "\(name)")
    }
  }

  private func library(_ files: [String: String]) throws -> ThemeLibrary {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.appendingPathComponent(name + ".toml"), atomically: true, encoding: .utf8)
    }
    return ThemeLibrary(folders: [folder.path])
  }

  @Test func aThemeInheritsAndNamesItsColours() throws {
    let library = try library([
      "mine": """
      inherits = "base"
      [palette]
      rust = "#b7410e"
      [roles]
      error = { fg = "rust", bg = 17, attributes = ["bold", "italic"], mono = ["reverse"] }
      "border.focus" = "bright-blue"
      """,
      "base": "ok = 2\n",
    ])
    let theme = try library.theme("mine")
    #expect(theme[.error].style.foreground == .rgb(red: 0xB7, green: 0x41, blue: 0x0E))
    #expect(theme[.error].style.background == .indexed(17))
    #expect(theme[.error].resolved(for: .mono) == Style(attributes: .reverse))
    #expect(theme[.error].style.attributes == [.bold, .italic])
    #expect(theme[.borderFocus].style.foreground == .named(.brightBlue))
    #expect(theme[.ok].style.foreground == .named(.green))
    #expect(theme[.title] == Theme.builtIn[.title])
  }

  @Test func aWrongRoleIsNamedWithItsLineAndTheNearestOne() throws {
    let library = try library(["mine": "[roles]\nok = \"green\"\n\"border.fokus\" = \"red\"\n"])
    let error = #expect(throws: SettingsError.self) { try library.theme("mine") }
    guard case .unknownKey(_, let line, let key, let suggestion)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(line == 3 && key == "roles.border.fokus" && suggestion == "border.focus")
  }

  @Test(arguments: [
    ("[roles]\nok = \"gren\"\n", "green"), ("[roles]\nok = { fg = \"#12345\" }\n", "#12345"),
    ("[roles]\nok = { attributes = [\"bald\"] }\n", "bold"), ("[palette]\nx = 256\n", "256"),
  ])
  func aWrongValueSaysWhatWouldDo(text: String, named: String) throws {
    let library = try library(["mine": text])
    let error = #expect(throws: SettingsError.self) { try library.theme("mine") }
    guard case .invalidValue(_, let line, _, let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(line == 2 && reason.contains(named), "\(reason)")
  }

  @Test func missingAndCircularThemesAreErrors() throws {
    let library = try library(["one": "inherits = \"two\"", "two": "inherits = \"one\"", "dark": ""])
    #expect(throws: ThemeError.inheritanceCycle(["one", "two", "one"])) { try library.theme("one") }
    #expect(throws: ThemeError.notFound(name: "drak", folders: library.folders, suggestion: "dark")) {
      try library.theme("drak")
    }
  }

  @Test func foldersAreTheUsersThenTheProgramsOwn() {
    let executable = "\(Self.folder)/../.build/debug/txray"
    let library = ThemeLibrary.standard(environment: ["XDG_CONFIG_HOME": "/x"], executablePath: executable)
    #expect(library.folders.first == "/x/txray/themes")
    #expect(library.folders.count >= 2)
    let home = ThemeLibrary.standard(environment: ["HOME": "/h"], executablePath: "txray")
    #expect(home.folders == ["/h/.config/txray/themes"])
  }
}
