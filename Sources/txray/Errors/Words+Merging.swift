import NeuronPreferences

func words(_ error: MergeError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .unfit(let faults):
    let codes = faults.map { fault -> FailureReport.ExitStatus in
      if case .damaged(let error) = fault { words(error).1 } else { .badData }
    }
    // What the system refused comes first: nothing is known of such a part.
    let code: FailureReport.ExitStatus =
      codes.contains(.readWrite) ? .readWrite : codes.allSatisfy { $0 == .notFound } ? .notFound : .badData
    let lines = faults.map { words($0) }
    return (
      lines.count == 1 ? lines[0] : "\(lines.count) parts can't be merged: " + lines.joined(separator: " | "),
      code
    )
  case .incomplete(let missing):
    var gaps: [String] = []
    if !missing.sites.isEmpty { gaps.append("no part has \(listed(missing.sites))") }
    if !missing.blocks.isEmpty {
      gaps.append(
        "no part has document blocks \(listed(missing.blocks.map(String.init))) (counted from 0, of "
          + "\(missing.blockCount)) at all sites")
    }
    return (
      "the collection is not complete: \(gaps.joined(separator: "; ")); collect what is missing", .badData
    )
  case .file(let error): return words(error)
  }
}

/// What is wrong with one part.
private func words(_ fault: PartFault) -> String {
  switch fault {
  case .damaged(let error): words(error).0
  case .foreign(let path, let what, let expected, let found):
    "\(path): no part of the same collection as the others: its \(what.rawValue) differs: "
      + "\(String(found.prefix(80))), not \(String(expected.prefix(80)))"
  case .duplicate(let path, let other, let block, let site):
    "\(path): \(other) has its document block \(block) at \(site) already; give each shard once"
  }
}
