import Foundation
import Testing

/// `txray tag` through the real executable.
@Suite struct TagCommandTests {
  @Test func tagsTextFromStandardInput() throws {
    let run = try CommandRun("tag", "-", input: "He doesn't know.\n")
    #expect(run.status == 0)
    #expect(
      run.output == """
        # newdoc
        # newpar
        # text = He doesn't know.
        1\tHe\t_\tPRON\tPRP\t_\t_\t_\t_\t_
        2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
        2\tdoes\t_\tAUX\tVBZ\t_\t_\t_\t_\t_
        3\tn't\t_\tPART\tRB\t_\t_\t_\t_\t_
        4\tknow\t_\tVERB\tVB\t_\t_\t_\t_\tSpaceAfter=No
        5\t.\t_\tPUNCT\t.\t_\t_\t_\t_\t_


        """)
  }

  @Test func scoresATreebankAndTrainsFromIt() throws {
    let folder = try TemporaryFolder()
    let treebank = folder.path + "/small.conllu"
    let tagged = try CommandRun(
      "tag", "-", input: String(repeating: "The cat sleeps. A dog barks.\n\n", count: 20))
    try tagged.output.write(toFile: treebank, atomically: true, encoding: .utf8)
    let score = try CommandRun("tag", "--evaluate", treebank, "--format", "json")
    #expect(score.status == 0)
    #expect(score.output.contains("\"gold_upos\":1,"))
    #expect(score.output.contains("\"tokens\":1,"))

    let tagger = folder.path + "/small.tagger"
    #expect(try CommandRun("tag", "--train", treebank, "--output", tagger).status == 0)
    let own = try CommandRun("tag", "--tagger", tagger, "--evaluate", treebank, "--format", "json")
    #expect(own.output.contains("\"gold_upos\":1,"))
  }

  @Test func badInputIsOneLine() throws {
    let missing = try CommandRun("tag", "/nowhere/text.txt")
    #expect(missing.status == 66)
    #expect(missing.saysOneLine)
    let folder = try TemporaryFolder()
    try "no tagger".write(toFile: folder.path + "/t", atomically: true, encoding: .utf8)
    let damaged = try CommandRun("tag", "--tagger", folder.path + "/t", "-", input: "text")
    #expect(damaged.status == 65)
    #expect(damaged.saysOneLine)
    #expect(try CommandRun("tag").status == 64)
  }
}
