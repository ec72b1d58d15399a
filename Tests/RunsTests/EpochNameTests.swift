import Files
import Runs
import ScratchFiles
import Testing

@Suite struct EpochNameTests {
  @Test func namesAreReadAsTheyAreWritten() {
    let epoch = EpochName(training: "pretrain", epoch: 12)
    #expect(epoch.checkpoint == "pretrain-epoch-12" && epoch.snapshot == "epochs/pretrain-epoch-12")
    #expect(EpochName("pretrain-epoch-12") == epoch)
    #expect(EpochName("a-epoch-1-epoch-0") == EpochName(training: "a-epoch-1", epoch: 0))
  }

  @Test(arguments: [
    "", "pretrain", "-epoch-1", "pretrain-epoch-", "pretrain-epoch--1", "pretrain-epoch-+1",
    "pretrain-epoch-01", "pretrain-epoch-1x", "pretrain-epoch-99999999999999999999",
  ])
  func otherNamesAreNone(name: String) {
    #expect(EpochName(name) == nil)
  }

  @Test func epochsOfATrainingRiseByNumber() throws {
    try withScratchFolder { folder in
      let run = RunFolder(folder)
      #expect(try run.epochs(ofTraining: "pretrain").isEmpty)
      for name in ["pretrain-epoch-10", "pretrain-epoch-2", "other-epoch-1", "notes"] {
        let path = run.snapshot("epochs/\(name)")
        try makeFolder(run.snapshots)
        try run.makeFolders(for: path)
        try AtomicFile.write(path: path, text: "")
      }
      #expect(try run.epochs(ofTraining: "pretrain").map(\.epoch) == [2, 10])
    }
  }

  @Test func aPolicyCountsThatEveryStageHas() throws {
    try withScratchFolder { folder in
      let run = RunFolder(folder)
      try makeFolder(run.snapshots)
      for path in [
        run.snapshot("a", policy: "firings"), run.snapshot("b", policy: "firings"),
        run.snapshot("a", policy: "topk"),
      ] {
        try run.makeFolders(for: path)
        try AtomicFile.write(path: path, text: "")
      }
      let kinds = ["firings", "quantile", "max1", "topk"]
      let files = run.policyFiles(of: ["a", "b"], own: "max1", kinds: kinds)
      #expect(files.map(\.kind) == ["firings", "max1"])
      #expect(files.map(\.paths.first) == [run.snapshot("a", policy: "firings"), run.snapshot("a")])
      #expect(
        run.policyFiles(of: ["a"], own: "max1", kinds: kinds).map(\.kind) == ["firings", "max1", "topk"])
      #expect(run.policyFiles(of: ["b"], own: "else", kinds: ["quantile"]).map(\.kind) == ["else"])
    }
  }
}
