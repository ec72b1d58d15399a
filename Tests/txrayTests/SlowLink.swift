import Foundation

/// A line between a terminal and the program: everything takes a while each way, and only so much fits through
/// on the way to the terminal. What is sent faster queues up, as it does in the buffers of SSH.
final class SlowLink {
  private let session: PseudoTerminalSession
  private let delay: Double
  private let bytesPerSecond: Double
  private var coming: [(at: Double, bytes: [UInt8])] = []
  private var going: [(at: Double, text: String)] = []
  private var busyUntil = 0.0
  /// Whether the terminal at the far end answers when it is asked how it is.
  var answers = true
  /// What the far end shows.
  private(set) var screen: PseudoTerminalScreen
  /// How many bytes have arrived there.
  private(set) var arrived = 0

  init(_ session: PseudoTerminalSession, delay: Double, bitsPerSecond: Double) {
    self.session = session
    self.delay = delay
    bytesPerSecond = bitsPerSecond / 8
    screen = PseudoTerminalScreen(width: session.screen.width, height: session.screen.height)
  }

  static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  /// Types at the far end.
  func send(_ text: String) { going.append((Self.now + delay, text)) }

  /// Lets time pass, calling `tick` every few milliseconds.
  func run(seconds: Double, _ tick: (Double) -> Void = { _ in }) {
    let end = Self.now + seconds
    while Self.now < end {
      if let bytes = session.receive(within: 0.005) { queue(bytes) }
      let now = Self.now
      while let next = going.first, next.at <= now {
        session.send(next.text)
        going.removeFirst()
      }
      while let next = coming.first, next.at <= now {
        show(next.bytes)
        coming.removeFirst()
      }
      tick(now)
    }
  }

  private func queue(_ bytes: ArraySlice<UInt8>) {
    busyUntil = max(busyUntil, Self.now)
    var rest = bytes
    while !rest.isEmpty {
      let piece = Array(rest.prefix(100))
      rest = rest.dropFirst(100)
      busyUntil += Double(piece.count) / bytesPerSecond
      coming.append((busyUntil + delay, piece))
    }
  }

  private func show(_ bytes: [UInt8]) {
    screen.feed(bytes[...])
    arrived += bytes.count
    let questions = screen.takeStatusQuestions()
    if answers { for _ in 0..<questions { send("\u{1B}[0n") } }
  }
}
