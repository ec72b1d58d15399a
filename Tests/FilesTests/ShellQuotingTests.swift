import Files
import Testing

@Suite struct ShellQuotingTests {
  @Test(arguments: [
    ("run", "run"), ("lstm.0:12", "lstm.0:12"), ("1-5", "1-5"), ("", "''"), ("a b", "'a b'"),
    ("it's", "'it'\\''s'"), ("$(rm x)", "'$(rm x)'"), ("naïve", "'naïve'"), ("moved>.1", "'moved>.1'"),
  ])
  func aWordIsQuotedWhereAShellWouldTakeItOtherwise(text: String, word: String) {
    #expect(text.shellWord == word)
    #expect(text.quotedForShell == (word.hasPrefix("'") ? word : "'\(word)'"))
  }
}
