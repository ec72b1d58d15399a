/// A text of the user's own, and where its view stands.
struct OwnText: Sendable {
  /// The text last given, empty before any was.
  var text = ""
  /// What the stages made of it; the one before while a new one is awaited.
  var reading: TextReading?
  /// Why no stage has an answer to the latest; nil where one has.
  var fault: String?
  /// The number of the latest request, so that older answers can be told.
  var request = 0
  /// Whether the latest request is unanswered.
  var isPending = false
  /// The word the cursor is on.
  var word = 0
  /// The first word in sight.
  var offset = 0
}
