/// A value of a pickle, by its place in ``Pickle/nodes``.
///
/// Values refer to each other by number, not by pointer, so a pickle that nests or loops without end costs
/// no recursion and is freed like any array.
struct PickleReference: Hashable, Sendable {
  let index: Int32
}

/// A value of a pickle. Data only: nothing here can act.
enum PickleNode: Sendable {
  case none
  case bool(Bool)
  case integer(Int)
  /// An integer of more than 64 bits: its bytes, little-endian.
  case longInteger([UInt8])
  case float(Double)
  case text(String)
  /// Bytes, which are of no use here; only how many.
  case bytes(Int)
  case tuple([PickleReference])
  /// A list: the place in ``Pickle/lists``.
  case list(Int)
  /// A set: the place in ``Pickle/lists``.
  case set(Int)
  /// A dictionary: the place in ``Pickle/dictionaries``.
  case dictionary(Int)
  /// A name of a Python module: the place in ``Pickle/globals``.
  case global(Int)
  /// What stands outside the pickle, such as a storage.
  case persistent(PickleReference)
  /// What Python would have made by calling something: the place in ``Pickle/objects``.
  case object(Int)
}

/// A key and a value.
struct PicklePair: Sendable {
  let key: PickleReference
  let value: PickleReference
}

/// A call that Python would have made, with everything the pickle says about its result. It was recorded,
/// not made.
struct PickleObject: Sendable {
  let callable: PickleReference
  let arguments: PickleReference
  /// What would have been its `__dict__`.
  var state: PickleReference?
  /// What would have been assigned by `object[key] = value`.
  var items: [PicklePair] = []
  /// What would have been appended.
  var elements: [PickleReference] = []
}
