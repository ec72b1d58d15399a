import Files
import Runs
import ScratchFiles
import Settings
import Testing

@Suite struct StageListTests {
  @Test func stagesStandInTheOrderOfTheFile() throws {
    try withScratchFolder { folder in
      let run = RunFolder(folder + "/")
      try AtomicFile.write(
        path: run.settings,
        text:
          "name = \"my run\"\n[[stages]]\nname = \"b\"\nlabel = \"B\"\ncorpus = \"x\"\n[[stages]]\nname = \"a\"\n"
      )
      let list = try StageList(run)
      #expect(list.runName == "my run")
      #expect(list.stages.map(\.name) == ["b", "a"] && list.stages.map(\.label) == ["B", "a"])
    }
  }

  @Test func withoutThemEverySnapshotIsAStageByNumber() throws {
    try withScratchFolder { folder in
      let run = RunFolder(folder)
      try makeFolder(run.snapshots)
      for name in ["epoch-10.safetensors", "epoch-2.safetensors", ".hidden.safetensors", "notes.txt"] {
        try AtomicFile.write(path: run.snapshots + "/" + name, text: "")
      }
      #expect(try StageList(run).stages.map(\.name) == ["epoch-2", "epoch-10"])
    }
  }

  @Test(arguments: ["", ".x", "a/b", "../up"])
  func namesThatAreNoFiles(name: String) throws {
    try withScratchFolder { folder in
      let run = RunFolder(folder)
      try AtomicFile.write(path: run.settings, text: "[[stages]]\nname = \"\(name)\"\n")
      #expect(
        throws: SettingsError.invalidValue(
          path: run.settings, line: 2, key: "stages[0].name", reason: RunNames.stageNameRule)
      ) { try StageList(run) }
    }
  }

  @Test func snapshotsKnowTheirRun() {
    #expect(RunFolder(ofSnapshotAt: "my-run/snapshots/a.safetensors").path == "my-run")
    #expect(RunFolder(ofSnapshotAt: "/x/a.safetensors").path == "/x")
    #expect(RunFolder(ofSnapshotAt: "a.safetensors").path == ".")
  }
}
