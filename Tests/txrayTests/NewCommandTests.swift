import Foundation
import Testing

@testable import txray

/// `txray new`, from the command line to the next command that it names.
@Suite struct NewCommandTests {
  @Test func twoModelsAndATextBecomeARunThatOpens() throws {
    let folder = try TemporaryFolder()
    try folder.write("words/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nfilm\nis\nold\n.\n")
    try folder.write("reviews.tsv", "rating\ttext\n1\tthe film is old .\n-1\tthe old film .\n")
    try folder.write("wiki.txt", "the film .\n\nthe old film is old .\n")
    let arguments = [
      "new", folder.file("run"), "--stage",
      "base=\(TinyTransformer.folder("bert")):\(folder.file("wiki.txt"))",
      "--stage", "zero=\(TinyTransformer.folder("bert"))", "--stage",
      "tuned=\(TinyTransformer.folder("bert-classifier"))",
      "--corpus",
      folder.file("reviews.tsv"), "--tokenizer", folder.file("words"), "--parent", "tuned=base",
    ]
    let made = try CommandRun(list: arguments)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.errors.contains("txray run \(folder.file("run"))"), "\(made.errors)")
    #expect(made.errors.contains("labels in \"rating\", positive above 0.0"), "\(made.errors)")
    let written = try String(contentsOfFile: folder.file("run/run.toml"), encoding: .utf8)
    #expect(written.contains("from = \"base\"") && written.contains("[corpora.wiki]"), "\(written)")
    let collected = try CommandRun("run", folder.file("run"), "--threads", "1")
    #expect(collected.status == 0, "\(collected.errors)")
    #expect(
      collected.errors.contains("model base") && collected.errors.contains(TinyTransformer.folder("bert")))
    let shown = try CommandRun(
      "compare", folder.file("run/snapshots/base.safetensors"), folder.file("run/snapshots/zero.safetensors"))
    #expect(shown.status == 0, "\(shown.errors)")
    let again = try CommandRun(list: arguments)
    #expect(again.status == 65 && again.errors.contains("there is a run already"), "\(again.errors)")
  }

  @Test func withoutATerminalNothingIsAsked() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun("new", folder.file("run"), input: "base=models/base\n")
    #expect(run.status == 64 && run.errors.contains("--stage"), "\(run.errors)")
    #expect(folder.files.isEmpty)
  }

  @Test func onATerminalWhatCannotBeReadIsAskedForAgain() throws {
    let folder = try TemporaryFolder()
    try folder.write("wiki.txt", "the film .\n\nthe old film is old .\n")
    try folder.write("words/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nfilm\nis\nold\n.\n")
    let session = try PseudoTerminalSession(
      PseudoTerminalSession.txray, ["new", folder.file("run"), "--tokenizer", folder.file("words")],
      width: 200)
    try #require(session.wait(for: "Which text"))
    session.send("\(folder.file("nowhere.txt"))\r")
    try #require(session.wait(for: "no such file"))
    session.send("\(folder.file("wiki.txt"))\r")
    try #require(session.wait(for: "name=path:"))
    session.send("base=\(folder.file("nowhere"))\r")
    try #require(session.wait { $0.lines.filter { $0.contains("name=path:") }.count == 2 })
    session.send(
      "base=\(TinyTransformer.folder("bert"))\rtuned=\(TinyTransformer.folder("bert-classifier"))\r\r")
    try #require(session.wait(for: "Was tuned trained from base?"))
    session.send("y\r")
    #expect(session.waitForEnd() == .exited(0), "\(session.screen.lines)")
    let written = try String(contentsOfFile: folder.file("run/run.toml"), encoding: .utf8)
    #expect(written.contains("from = \"base\"") && written.contains("model = \"tuned\""), "\(written)")
  }

  @Test(arguments: [
    ("base=models/base", "base", "models/base", nil), ("models/base", "base", "models/base", nil),
    ("zero=models/base:wiki.txt", "zero", "models/base", "wiki.txt"),
    ("/models/a=b/tiny.gguf", "tiny", "/models/a=b/tiny.gguf", nil),
  ])
  func stagesAreRead(text: String, name: String, model: String, corpus: String?) {
    let request = NewCommand.request(text)
    #expect(request.name == name && request.model == model && request.corpus == corpus)
  }
}
