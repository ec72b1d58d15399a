import TerminalUI
import Testing

@Suite struct ColorTests {
  @Test(arguments: ["default", "red", "bright-magenta", "16", "255", "#b7410e"])
  func coloursReadBack(text: String) { #expect(Color(parsing: text)?.text == text) }

  @Test func shortAndNumberedColoursAreRead() {
    #expect(Color(parsing: "#fa0") == .rgb(red: 255, green: 170, blue: 0))
    #expect(Color(parsing: "9") == .named(.brightRed))
  }

  @Test(arguments: ["", "256", "-1", "#12", "#gggggg", "Red", "#+1+2+3"])
  func whatIsNoColourIsRefused(text: String) { #expect(Color(parsing: text) == nil) }

  @Test func hexColoursBecomeWhatTheTerminalHas() {
    let rust = Color.rgb(red: 0xD7, green: 0x5F, blue: 0x00)
    #expect(rust.quantised(to: .trueColor) == rust)
    #expect(rust.quantised(to: .colors256) == .indexed(166))
    #expect(rust.quantised(to: .mono) == .default)
    #expect(Color.rgb(red: 255, green: 135, blue: 135).quantised(to: .colors16) == .named(.brightRed))
    #expect(Color.rgb(red: 38, green: 38, blue: 38).quantised(to: .colors16) == .named(.black))
    #expect(Color.indexed(166).quantised(to: .colors16) != .default)
    #expect(Color.named(.red).quantised(to: .colors256) == .named(.red))
  }

  @Test func contrastIsThatOfWCAG() throws {
    let black = Color.rgb(red: 0, green: 0, blue: 0)
    let white = Color.rgb(red: 255, green: 255, blue: 255)
    #expect(abs(try #require(black.contrast(with: white)) - 21) < 1e-9)
    let grey = Color.rgb(red: 0x76, green: 0x76, blue: 0x76)
    #expect(abs(try #require(grey.contrast(with: white)) - 4.54) < 0.01)
    #expect(Color.default.contrast(with: white) == nil)
  }
}
