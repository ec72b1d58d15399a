import NeuronPreferences

extension RecordingSet {
  /// The plan by which a policy's events become preferences.
  ///
  /// - Throws: ``RecordingError``, `CollectionError`.
  public func plan(for policy: CollectionPolicy, tagCount: Int) throws -> CollectionPlan {
    try CollectionPlan(
      sites: facts.sites, vocabularySize: vocabularySize, tagCount: tagCount, policy: policy,
      blockCount: facts.blockCount, unknownToken: facts.unknownToken, histogramRanges: facts.histogramRanges,
      histogramBins: facts.histogramBins, thresholds: recordings[0].thresholds(of: policy),
      skippedStarts: facts.skippedStarts)
  }

  /// What the document at that place prefers under each plan.
  ///
  /// - Parameter tags: tag ids of its tokens, -1 for none; nil where the text carries no tags.
  /// - Throws: ``RecordingError/policyNotRecorded(path:policy:available:)``.
  public func preferences(
    at place: Int, _ document: RecordedDocument, tags: [Int32]?, plans: [CollectionPlan]
  ) throws(RecordingError) -> [DocumentPreferences] {
    let (recording, position) = (recordings[places[place].recording], places[place].position)
    var result: [DocumentPreferences] = []
    for plan in plans {
      guard let policy = facts.policies.firstIndex(of: plan.policy) else {
        throw .policyNotRecorded(path: recording.path, policy: plan.policy, available: facts.policies)
      }
      var preferences = DocumentPreferences(index: document.index, plan: plan, keepsMoments: false)
      let left = document.isCounted.count { !$0 }
      preferences.skip(document.specialCount, reason: DocumentPreferences.specialToken)
      preferences.skip(left - document.specialCount, reason: DocumentPreferences.skippedStart)
      for site in facts.sites.sites.indices {
        preferences.record(
          site: site, tokens: document.tokens, tags: tags, isCounted: document.isCounted,
          picked: recording.picked(policy: policy, site: site, document: position))
      }
      result.append(preferences)
    }
    return result
  }

  /// Hands the moments of every file to a collector, once its documents are absorbed.
  ///
  /// - Throws: ``RecordingError``.
  public func addMoments(to collectors: inout [PreferenceCollector]) throws(RecordingError) {
    for recording in recordings {
      let (columns, nonFinite) = try recording.moments()
      for index in collectors.indices { collectors[index].absorb(columns, nonFinite: nonFinite) }
    }
  }
}
