import Foundation
import TerminalUI
import Testing

/// What a theme promises to eyes: contrasts as WCAG computes them, distances between colours in Oklab.
@Suite struct ThemeContrastTests {
  private func appearance(_ name: String, _ depth: ColorDepth) throws -> Appearance {
    Appearance(
      theme: try ThemeLibrary(folders: [ThemeTests.folder]).theme(name),
      capabilities: Capabilities(colorDepth: depth, repertoire: .unicode))
  }

  @Test(arguments: [
    ("dark", 4.5, 3), ("light", 4.5, 3), ("high-contrast", 7, 7), ("deuteranopia", 4.5, 3),
    ("tritanopia", 4.5, 3),
  ])
  func everyRoleCanBeReadOnItsBackground(name: String, text: Double, graphics: Double) throws {
    // WCAG asks less of what is not text: lines, bars, the cold end of a scale.
    let graphical: Set<Role> = [.border, .heat0, .heat1]
    for depth in [ColorDepth.trueColor, .colors256] {
      let appearance = try appearance(name, depth)
      for role in Role.allCases {
        let style = appearance[role]
        let contrast = try #require(style.foreground.contrast(with: style.background), "\(role)")
        #expect(contrast >= (graphical.contains(role) ? graphics : text), "\(name) \(role.rawValue) \(depth)")
      }
    }
  }

  @Test(arguments: ["dark", "light", "high-contrast", "deuteranopia", "tritanopia"])
  func everyStateCanBeReadOnTheUnfocusedSelection(name: String) throws {
    let appearance = try appearance(name, .trueColor)
    for role in Role.allCases where role.rawValue.hasPrefix("state.") || role == .text {
      let style = appearance[role].under(appearance[.selectionUnfocused])
      let contrast = try #require(
        appearance[role].foreground.contrast(with: appearance[.selectionUnfocused].background))
      #expect(contrast >= 4.5, "\(name) \(role.rawValue) \(style)")
    }
  }

  @Test(arguments: ThemeTests.shipped.filter { $0 != "mono" })
  func neighbouringHeatStepsStayDistinct(name: String) throws {
    for depth in [ColorDepth.trueColor, .colors256, .colors16] {
      let appearance = try appearance(name, depth)
      let steps: [Role] = [.heat0, .heat1, .heat2, .heat3, .heat4]
      for (colder, hotter) in zip(steps, steps.dropFirst()) {
        #expect(appearance[colder] != appearance[hotter], "\(name) \(colder.rawValue) \(depth)")
      }
    }
  }

  @Test func monoTellsStatesApartByAttributes() throws {
    let appearance = try appearance("terminal-16", .mono)
    let states: [Role] = [.stateShared, .stateForgotten, .stateGained, .stateDisplaced, .stateNever]
    #expect(Set(states.map { appearance[$0] }).count == states.count)
    #expect(Role.allCases.allSatisfy { appearance[$0].foreground == .default })
  }

  /// Forgotten and gained, and the three stages, as someone sees them who lacks a kind of cone.
  @Test(arguments: [("deuteranopia", ColorVision.deuteranopia), ("tritanopia", .tritanopia)])
  func aThemeForColourBlindEyesKeepsItsColoursApart(name: String, vision: ColorVision) throws {
    let appearance = try appearance(name, .trueColor)
    let pairs: [(Role, Role)] = [
      (.stateForgotten, .stateGained), (.stateForgotten, .stateShared), (.stateGained, .stateDisplaced),
      (.stage1, .stage2), (.stage2, .stage3), (.stage1, .stage3), (.activationPositive, .activationNegative),
    ]
    for (first, second) in pairs {
      let distance = vision.distance(
        try #require(appearance[first].foreground.components),
        try #require(appearance[second].foreground.components))
      #expect(distance >= 0.1, "\(first.rawValue) and \(second.rawValue): \(distance)")
    }
  }
}
