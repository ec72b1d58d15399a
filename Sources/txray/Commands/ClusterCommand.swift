import ArgumentParser
import Experiments
import Files
import Kernels
import Runs

struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Have a Slurm cluster take the snapshots that a run lacks.",
    usage: """
      txray cluster <run> [--submit] [<options>]
      txray cluster <run> --status [<options>]
      """,
    discussion: """
      For each stage without a snapshot it writes an array script, whose tasks collect the stage's shards, and \
      a script that merges them when the tasks have ended; then it says what to submit. Stages that differ by \
      policy only share their tasks. A policy with thresholds has an array before it, whose tasks take the first \
      pass over the text in as many parts. The snapshots have the bits of `txray run`.

      Only shards that are missing or damaged are collected, so the same command goes on after a failure. \
      Options that are not given come from [cluster] in run.toml: shards, site_shards, tasks, partition, time, \
      memory, cpus, and lines, a list of further lines for the scripts.
      """)

  @Argument(
    help: ArgumentHelp("The run's folder, where every node sees it.", valueName: "run"),
    completion: .directory)
  var folder: String
  @Flag(help: "Submit the scripts as well.") var submit = false
  @Flag(help: "Show how far the shards are; write and submit nothing.") var status = false
  @OptionGroup var options: ClusterOptions

  func validate() throws {
    if submit, status { throw ValidationError("--submit or --status, not both") }
  }

  func run() throws {
    let progress = ProgressDisplay()
    defer { progress.finish() }
    let cluster = try RunCluster(folder, options.applied(to:), tell: progress.show)
    let passes = try cluster.pipeline.shardedPasses(cluster.settings)
    try Output.write { out in
      if passes.isEmpty { try out.line("every stage has its snapshot: nothing to do") }
      for pass in passes {
        let states = cluster.pipeline.shardStates(pass)
        if status {
          let first = cluster.pipeline.firstPassStates(pass)
          if !first.isEmpty { try show("first pass for \(pass.name)", first, out) }
          try show(pass.snapshots.joined(separator: ", "), states, out)
        } else {
          try prepare(pass, states, cluster, out)
        }
      }
    }
  }

  // MARK: Scripts

  private func prepare(
    _ pass: ShardedPass, _ states: [ShardState], _ cluster: RunCluster, _ out: Output
  ) throws {
    let count = SlurmScript.taskCount(pass, cluster.settings)
    func tasks(_ states: [ShardState]) -> [Int] {
      (0..<count).filter { task in
        SlurmScript.shards(ofTask: task, of: count, shardCount: states.count).contains {
          states[$0 - 1].needsTask
        }
      }
    }
    let folder = cluster.folder
    try folder.makeFolders(for: folder.clusterLogs + "/log")
    let (program, logs) = (Exploration.executablePath, folder.clusterLogs)
    func writeScript(_ path: String, firstPass: Bool, _ tasks: [Int]) throws {
      let text = SlurmScript.tasks(
        pass, cluster.settings, firstPass: firstPass, tasks: tasks, program: program, run: folder.path,
        logs: logs)
      try AtomicFile.write(path: path, text: text)
    }
    let merge = folder.mergeScript(pass.name)
    try AtomicFile.write(
      path: merge,
      text: SlurmScript.merge(pass, cluster.settings, program: program, run: folder.path, logs: logs))
    let missing = states.count { $0.needsTask }
    try out.line(
      "\(pass.snapshots.joined(separator: ", ")): \(missing) of \(pass.shardCount) shards to collect")
    guard missing > 0 else {
      if states.allSatisfy(\.isDone) { return try handOver([Step(path: merge, name: "merging")], out) }
      return try out.line("  tasks are at work on all others; `txray cluster --status` shows them")
    }
    let first = cluster.pipeline.firstPassStates(pass)
    guard !first.contains(where: \.isRunning) else {
      return try out.line("  tasks are at work on the first pass; `txray cluster --status` shows them")
    }
    var steps: [Step] = []
    if first.contains(where: \.needsTask) {
      steps.append(Step(path: folder.firstPassScript(pass.name), name: "the first pass"))
      try writeScript(folder.firstPassScript(pass.name), firstPass: true, tasks(first))
    }
    steps.append(Step(path: folder.clusterScript(pass.name), name: "the tasks"))
    try writeScript(folder.clusterScript(pass.name), firstPass: false, tasks(states))
    try handOver(steps + [Step(path: merge, name: "merging")], out)
  }

  /// A script to be submitted, and what it does.
  private struct Step {
    let path: String
    let name: String
  }

  /// Submits scripts, each to wait for the end of the one before, or says how.
  private func handOver(_ steps: [Step], _ out: Output) throws {
    var last: String?
    for (place, step) in steps.enumerated() {
      let dependency = last.map { "--dependency=afterany:\($0)" }
      if submit {
        let job = try Slurm.submit([dependency, step.path].compactMap(\.self))
        try out.line("  submitted \(job): \(step.name)")
        last = job
      } else {
        let command = (["sbatch", "--parsable", dependency, step.path.quotedForShell] as [String?])
          .compactMap(\.self).joined(separator: " ")
        try out.line(place == steps.count - 1 ? "  \(command)" : "  job=$(\(command))")
        last = "${job%%;*}"
      }
    }
  }

  // MARK: Status

  private func show(_ title: String, _ states: [ShardState], _ out: Output) throws {
    var counts: [String: Int] = [:]
    var (speed, rows) = (0.0, [[String]]())
    for (number, state) in zip(1..., states) {
      counts[state.word, default: 0] += 1
      if case .running(let progress) = state {
        speed += Double(progress.tokens) / max(progress.seconds, 0.001)
      }
      rows.append(["\(number)", state.word, state.tokens, state.remark])
    }
    let summary = ["done", "running", "failed", "damaged", "waiting"].compactMap { word in
      counts[word].map { "\($0) \(word)" }
    }
    let rate = speed > 0 ? ", \(grouped(Int(speed))) tokens/s" : ""
    try out.line("\(title): \(summary.joined(separator: ", "))\(rate)")
    for row in rows { try out.line("  " + row.filter { !$0.isEmpty }.joined(separator: "  ")) }
  }
}

extension ShardState {
  /// Whether all its files are there.
  var isDone: Bool { if case .done = self { true } else { false } }

  /// Whether a task is at work on it.
  fileprivate var isRunning: Bool { if case .running = self { true } else { false } }

  /// What it is called.
  fileprivate var word: String {
    switch self {
    case .waiting: "waiting"
    case .running: "running"
    case .done: "done"
    case .damaged: "damaged"
    case .failed: "failed"
    }
  }

  /// Tokens so far and their speed.
  fileprivate var tokens: String {
    switch self {
    case .running(let progress), .done(let progress?), .failed(let progress):
      "\(grouped(progress.tokens)) tokens, "
        + "\(grouped(Int(Double(progress.tokens) / max(progress.seconds, 0.001)))) tokens/s"
    case .waiting, .done(nil), .damaged: ""
    }
  }

  /// Why it is not done.
  fileprivate var remark: String {
    switch self {
    case .damaged(let error): FailureReport.text(error)
    case .failed(let progress): progress.failure ?? "its task has not been heard of for long"
    case .waiting, .running, .done: ""
    }
  }
}
