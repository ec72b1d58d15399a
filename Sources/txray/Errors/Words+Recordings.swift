import Recordings

func words(_ error: RecordingError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .file(let error): return words(error)
  case .notARecording(let path, let format):
    let found = format.map { "it calls itself \"\($0)\"" } ?? "it does not say what it is"
    return (
      "\(path): not a recording: \(found); the program that `txray recorder` prints makes one", .badData
    )
  case .unsupportedVersion(let path, let found, let supported):
    return (
      "\(path): recording version \(found), but this program reads version \(supported); "
        + "record it again with what `txray recorder` prints, or update txray", .badData
    )
  case .badMetadata(let path, let key, let found):
    let what = found.map { "is \"\($0)\"" } ?? "is missing"
    return ("\(path): \"\(key)\" in its metadata \(what); record it again", .badData)
  case .inconsistent(let path, let tensor, let index):
    return (
      "\(path): tensor \(tensor) contradicts the others at element \(index); record it again",
      .badData
    )
  case .notOfOneRecording(let what, let a, let b):
    return (
      "\(a) and \(b) are not of one recording: their \(what.rawValue) differs; give the files of one stage",
      .badData
    )
  case .documentTwice(let document, let path):
    return (
      "\(path): document \(document) is in another file too; give each file once, and number documents through "
        + "all ranks", .badData
    )
  case .policyNotRecorded(let path, let policy, let available):
    let names = available.map(\.description).joined(separator: ", ")
    return ("\(path): policy \(policy) was not recorded; it has \(names)", .badData)
  }
}
