import Measures
import NeuronPreferences
import TerminalUI

/// Everything that can happen to the explorer. State changes by nothing else.
public enum Action: Sendable {
  // What comes from the terminal.
  /// A key was pressed; what it does depends on the keymap and on what is open.
  case key(Key)
  /// Text was pasted.
  case paste(String)
  /// The mouse was used.
  case mouse(MouseEvent)
  /// The terminal has another size.
  case resize(Size)
  /// Nothing has come for a moment.
  case rest

  // Moving through the table.
  /// To another row, so many further down.
  case move(Int)
  /// Sideways: in a plot to the neuron there, elsewhere to another stage.
  case moveAcross(Int)
  /// So many half screens further down.
  case scroll(halfPages: Int)
  /// To the first row.
  case top
  /// To the last row.
  case bottom
  /// To a neuron, by name or number.
  case goTo(String)

  // What is shown.
  /// Another stage, counted from 0.
  case showStage(Int)
  /// The stage so many further on, around the end.
  case flipStage(Int)
  /// Two other stages compared.
  case compare(StagePair)
  /// The pair so many further on in the list of pairs, around the end.
  case flipPair(Int)
  /// The stage so many further on, compared with the one before it or with the first.
  case step(Int)
  /// Comparing with the first stage while stepping, or with the one before.
  case toggleAgainstFirst
  /// Stepping through the stages by itself, or no more.
  case play
  /// Another view of the run; the same again goes back to the table.
  case openView(ViewDescription)
  /// All stages beside each other, or one.
  case toggleSideBySide
  /// The detail over the whole screen, or beside the table.
  case toggleZoom
  /// That page of the detail; nil for the next of preferences, what was lost and gained, activity.
  case turnDetailPage(DetailPage?)
  /// Contexts: the strongest, a random sample, or those where the neuron fired at a token.
  case showContexts(at: String?)
  /// Closes what is open: help, the whole-screen detail, a filter.
  case back

  // Sorting and filtering.
  /// Sorts by the statistic of that name; again, in the other direction.
  case sort(String)
  /// Sorts by the column so many further to the right.
  case moveSort(Int)
  /// Turns the order around.
  case reverseSort
  /// Shows some of the neurons; an empty text shows all.
  case filter(String)
  /// One of the lists one key away.
  case list(NeuronList)

  // Searching.
  /// Opens a line to type in.
  case openPrompt(Prompt.Kind)
  /// Finds the next neuron with that number or token.
  case search(String)
  /// The next match, or with -1 the one before.
  case searchAgain(Int)

  /// Which neurons prefer this token in the stage shown?
  case findToken(String)
  /// What does every stage make of this text?
  case readText(String)
  /// The neuron that fires strongest at the word under the cursor of the user's own text.
  case selectStrongest
  /// Which neurons prefer in the stage shown what the selected one does, or did in a stage of that number?
  case findSimilar(to: Int?)

  /// The place visited before, or the one gone back from.
  case revisit(forward: Bool)

  /// Looks at the run under its next policy: wins, or firings.
  case changePolicy

  // Columns.
  /// Opens the list of columns, or closes it.
  case toggleColumnChooser
  /// Sets the columns of the table by name.
  case setColumns(String)
  /// Shares of that kind; nil for the next kind.
  case setShares(ShareKind?)

  // Marks.
  /// Begins a range of rows at the cursor, or gives it up.
  case toggleRange
  /// Marks the selected neuron, or takes its mark away, and moves on.
  case toggleMark
  /// Marks every neuron the table shows.
  case markAll
  /// Takes all marks away.
  case unmarkAll
  /// Takes the marks away from all neurons shown.
  case unmarkShown
  /// Writes a note to the selected neuron.
  case note(String)
  /// Marks the selected neuron and says why.
  case markBecause(String)
  /// Puts the marks aside as a named list.
  case saveMarks(String)
  /// Marks the neurons of a named list, and no others.
  case loadMarks(String)
  /// Takes the last change of marks back.
  case undo
  /// Brings the last one taken back again.
  case redo

  // Pruning.
  /// Scores the model without the marked neurons.
  case prune
  /// Takes neurons out in the next way.
  case changePruningWay
  /// Stops what is being scored.
  case stopPruning

  // The program.
  /// Explains the screen and the keys, or stops to.
  case toggleHelp
  /// Another theme.
  case theme(String)
  /// Writes the screen as text; over a file that is there only if asked to.
  case saveDisplay(String, isReplacing: Bool)
  /// Writes what the view shows as a table, as the file's ending says; over a file that is there only if asked to.
  case export(String, isReplacing: Bool)
  /// Writes the marked neurons with their evidence to a page for browsers; over a file that is there only if asked to.
  case report(String, isReplacing: Bool)
  /// Shows and copies the command line that opens what is seen.
  case showLink
  /// Copies the selected neuron's name and tokens.
  case copy
  /// The mouse on or off.
  case toggleMouse
  /// Draws everything anew.
  case redraw
  /// Gives the terminal back to the shell for a while.
  case suspend
  /// Closes the view or the detail on the whole screen; where neither is open, ends the explorer.
  case leave
  /// Ends the explorer.
  case quit

  // Results of effects.
  /// An effect is done.
  case finished(EffectResult)
}
