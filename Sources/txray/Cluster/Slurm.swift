import Experiments
import Files
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
    guard let stream = popen(command.map(\.quotedForShell).joined(separator: " "), "r") else {
      return (errno, "")
    }
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&piece, 1, piece.count, stream)
      guard count > 0 else { break }
      output += piece[..<count]
    }
    let status = pclose(stream)
    return (
      status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, String(decoding: output, as: UTF8.self)
    )
  }
}
