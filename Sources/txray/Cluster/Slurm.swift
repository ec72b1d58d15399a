import Glibc

/// Slurm's own programs, as they are called from the command line.
enum Slurm {
  /// Submits a script and returns the job's number.
  ///
  /// - Throws: ``CommandError/notSubmitted(status:said:)``.
  static func submit(_ arguments: [String]) throws(CommandError) -> String {
    let (status, output) = run(["sbatch", "--parsable"] + arguments)
    // NUMBER, or NUMBER;CLUSTER.
    let job = output.prefix { $0.isASCII && $0.isNumber }
    guard status == 0, !job.isEmpty else { throw .notSubmitted(status: status, said: output) }
    return String(job)
  }

  /// Runs a program to its end; its messages go where ours go. 127 if there is none of that name.
  private static func run(_ command: [String]) -> (status: Int32, output: String) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return (errno, "") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = pid_t()
    let error = posix_spawnp(&child, command[0], &actions, nil, &arguments, environ)
    close(ends[1])
    defer { close(ends[0]) }
    guard error == 0 else { return (127, "") }
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(ends[0], &piece, piece.count)
      if count > 0 { output += piece[..<count] } else if count == 0 || errno != EINTR { break }
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return (
      status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, String(decoding: output, as: UTF8.self)
    )
  }
}
