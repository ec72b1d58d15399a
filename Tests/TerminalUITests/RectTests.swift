import TerminalUI
import Testing

@Suite struct RectTests {
  private let screen = Rect(x: 2, y: 1, width: 10, height: 4)

  @Test func splittingTilesTheRegion() {
    let (left, rest) = screen.splitLeft(3)
    #expect(left == Rect(x: 2, y: 1, width: 3, height: 4) && rest == Rect(x: 5, y: 1, width: 7, height: 4))
    let (body, bottom) = screen.splitBottom(1)
    #expect(
      body == Rect(x: 2, y: 1, width: 10, height: 3) && bottom == Rect(x: 2, y: 4, width: 10, height: 1))
    #expect(screen.splitRight(4).right == Rect(x: 8, y: 1, width: 4, height: 4))
    #expect(screen.splitTop(99).rest.isEmpty && screen.splitTop(-1).top.isEmpty)
  }

  @Test func columnsShareTheWidth() {
    #expect(screen.columns(3, gap: 1).map(\.width) == [3, 3, 2])
    #expect(screen.columns(3, gap: 1).map(\.x) == [2, 6, 10])
    #expect(screen.columns(0).isEmpty)
    #expect(screen.columns(9, gap: 3).allSatisfy { $0.isEmpty || $0.endX <= screen.endX })
  }

  @Test func insetsAndCentresStayInside() {
    #expect(screen.inset(columns: 1, rows: 1) == Rect(x: 3, y: 2, width: 8, height: 2))
    #expect(screen.inset(columns: 9, rows: 9).isEmpty)
    #expect(screen.centred(Size(width: 4, height: 2)) == Rect(x: 5, y: 2, width: 4, height: 2))
    #expect(screen.centred(Size(width: 99, height: 99)) == screen)
    #expect(screen.row(4).isEmpty && screen.row(-1).isEmpty && screen.row(3).y == 4)
  }
}
