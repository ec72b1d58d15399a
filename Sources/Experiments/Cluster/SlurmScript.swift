import Files

/// The scripts that are given to Slurm's sbatch.
public enum SlurmScript {
  /// An array of tasks, each of which collects every so manyth shard of a pass, or takes those parts of its first pass.
  ///
  /// - Parameters:
  ///   - tasks: the numbers of the array's tasks, from 0.
  ///   - program: the path of txray.
  ///   - run: the run's folder, absolute.
  ///   - logs: the folder of what the tasks print, absolute.
  public static func tasks(
    _ pass: ShardedPass, _ settings: ClusterSettings, firstPass: Bool = false, tasks: [Int], program: String,
    run: String, logs: String
  ) -> String {
    let name = firstPass ? "\(pass.name)-first" : pass.name
    let command = [
      program.quotedForShell, "cluster-task", run.quotedForShell, "--stage", pass.name.quotedForShell,
      division(settings) + (firstPass ? " --first-pass" : ""),
      "--task \"$SLURM_ARRAY_TASK_ID\" --tasks \(taskCount(pass, settings))", "--threads \(settings.cpus)",
    ]
    return script(
      pass, settings,
      options: [
        "--job-name=\(quotedOption("txray-\(name)"))",
        "--array=\(tasks.map(String.init).joined(separator: ","))",
        "--cpus-per-task=\(settings.cpus)",
        "--output=\(quotedOption("\(percentless(logs))/\(percentless(name))-%a.log"))",
        // A task whose node fails, or that is preempted, is begun again by Slurm itself.
        "--requeue", "--open-mode=append",
      ], command: command)
  }

  /// The job that merges a pass when its tasks have ended, however they ended.
  public static func merge(
    _ pass: ShardedPass, _ settings: ClusterSettings, program: String, run: String, logs: String
  ) -> String {
    script(
      pass, settings,
      options: [
        "--job-name=\(quotedOption("txray-\(pass.name)-merge"))", "--cpus-per-task=1",
        "--output=\(quotedOption("\(percentless(logs))/\(percentless(pass.name))-merge.log"))",
        "--open-mode=append",
      ],
      command: [
        program.quotedForShell, "cluster-merge", run.quotedForShell, "--stage", pass.name.quotedForShell,
        division(settings),
      ])
  }

  /// Tasks that the shards of a pass are dealt out to.
  public static func taskCount(_ pass: ShardedPass, _ settings: ClusterSettings) -> Int {
    min(settings.tasks ?? pass.shardCount, pass.shardCount)
  }

  /// The shards, from 1, of a task, from 0.
  public static func shards(ofTask task: Int, of taskCount: Int, shardCount: Int) -> [Int] {
    Array(stride(from: task + 1, through: shardCount, by: taskCount))
  }

  /// A value in a line of options, which Slurm splits at blanks outside of quotes.
  private static func quotedOption(_ text: String) -> String {
    "\"" + text.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline } + "\""
  }

  /// Text in which Slurm is to replace nothing.
  private static func percentless(_ text: String) -> String {
    text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
  }

  private static func division(_ settings: ClusterSettings) -> String {
    "--shards \(settings.shards) --site-shards \(settings.siteShards)"
  }

  private static func script(
    _ pass: ShardedPass, _ settings: ClusterSettings, options: [String], command: [String]
  ) -> String {
    var options = options
    if let partition = settings.partition { options.append("--partition=\(partition)") }
    if let time = settings.time { options.append("--time=\(time)") }
    if let memory = settings.memory { options.append("--mem=\(memory)") }
    // Slurm reads its options up to the first command, so the user's come before that.
    let (own, commands) = (
      settings.lines.filter { $0.hasPrefix("#") }, settings.lines.filter { !$0.hasPrefix("#") }
    )
    return
      (["#!/bin/bash"] + options.map { "#SBATCH \($0)" } + own + commands
      + ["exec \(command.joined(separator: " "))"]).joined(separator: "\n") + "\n"
  }
}
