import Foundation

/// A run of made-up sentences, trained once by the real executable and copied for every test.
enum SmallRun {
  static let settings = """
    name = "small"
    seed = 5
    [corpora.facts]
    path = "corpora/facts.txt"
    [corpora.reviews]
    path = "corpora/reviews.tsv"
    label = "rating"
    positive_above = 0
    [vocabulary]
    corpus = "facts"
    [model]
    hidden = 12
    [pretrain]
    corpus = "facts"
    held_out = "facts"
    epochs = 2
    keep = [1]
    batch_size = 4
    bptt = 10
    learning_rate = 5
    [finetune]
    corpus = "reviews"
    held_out = "reviews"
    epochs = 1
    learning_rate = 0.01
    [[stages]]
    name = "pretrain"
    checkpoint = "pretrain"
    corpus = "facts"
    [[stages]]
    name = "zero-shot"
    checkpoint = "pretrain"
    corpus = "reviews"
    [[stages]]
    name = "finetune"
    checkpoint = "finetune"
    corpus = "reviews"

    """

  /// Writes texts and settings, nothing trained.
  static func describe(in folder: TemporaryFolder) throws {
    let facts = (0..<60).map { number in
      "the \(["river", "castle", "king"][number % 3]) is \(["old", "great", "dull"][number % 7 % 3]) .\n"
        + "the \(["film", "city"][number % 2]) lies in \(["france", "spain"][number % 5 % 2]) ."
    }
    let reviews = (0..<40).map { "\($0 % 2 == 0 ? 1 : -1)\tthe film is \($0 % 2 == 0 ? "great" : "dull") ." }
    try folder.write("corpora/facts.txt", facts.joined(separator: "\n\n"))
    try folder.write("corpora/reviews.tsv", "rating\ttext\n" + reviews.joined(separator: "\n") + "\n")
    try folder.write("run.toml", settings)
  }

  /// A finished run.
  static func make() throws -> TemporaryFolder {
    let source = try finished.get()
    let copy = try TemporaryFolder()
    for name in source.files {
      try copy.write(name, Data(contentsOf: URL(fileURLWithPath: source.file(name))))
    }
    return copy
  }

  private nonisolated(unsafe) static let finished = Result {
    let folder = try TemporaryFolder()
    try describe(in: folder)
    let run = try CommandRun("run", folder.path)
    guard run.status == 0 else { throw Failure(errors: run.errors) }
    return folder
  }

  struct Failure: Error { let errors: String }
}
