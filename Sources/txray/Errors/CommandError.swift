/// Problems that a command finds after opening its files.
enum CommandError: Error {
  /// The snapshot has no such neuron.
  case unknownNeuron(String, path: String, sites: String)
  /// The snapshot's vocabulary has no such token.
  case unknownToken(String, path: String)
  /// Conditions on neurons need snapshots of the same ones.
  case otherNeurons(String, sites: String, String)
  /// Conditions need relabellings, and none are made.
  case untested(conditions: String)
  /// Slurm's sbatch took no job, and ended with that status; 127 if there is none.
  case notSubmitted(status: Int32, said: String)
}

func words(_ error: CommandError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .unknownNeuron(let id, let path, let sites):
    ("\(path): there is no neuron \(id); it has \(sites) (site:neurons)", .notFound)
  case .unknownToken(let token, let path):
    ("\(path): its vocabulary has no token \"\(token)\"", .notFound)
  case .otherNeurons(let first, let sites, let second):
    ("\(second): --where needs the same neurons as in \(first), which has \(sites)", .badData)
  case .untested(let conditions):
    ("--where \"\(conditions)\" needs relabellings, and --permutations 0 makes none", .usage)
  case .notSubmitted(127, _):
    ("sbatch is not on the path: submit where Slurm is, or without --submit to see the commands", .notFound)
  case .notSubmitted(let status, let said):
    ("sbatch took no job (status \(status))\(said.isEmpty ? "" : ": \(said.prefix(200))")", .readWrite)
  }
}

func words(_ error: OutputError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .unwritable(let code): ("standard output: can't write it: \(systemMessage(code))", .readWrite)
  case .readerGone: ("", .readerGone)
  }
}
