#ifndef TXRAY_CNCURSES_H
#define TXRAY_CNCURSES_H

// The only door to ncursesw. curses.h itself stays behind it: its macros and globals do not import
// into Swift, and nobody else should call it. One terminal is open at a time, used from one thread.

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Opening and closing

enum terminal_status {
  TERMINAL_OPEN = 0,
  TERMINAL_UNKNOWN_TYPE = 1,  // terminfo has no such entry
  TERMINAL_INCAPABLE = 2,     // it has, but the cursor can't be placed ("dumb")
  TERMINAL_FAILED = 3,        // out of memory or descriptors
  TERMINAL_BUSY = 4,          // one is open already
};

/// Sets LC_CTYPE to the locale `name` (numbers stay in the C locale). Where it is not installed but would be
/// UTF-8, C.UTF-8 stands in, otherwise C. Returns 1 if text is UTF-8 now.
int terminal_set_locale(const char *name);

/// Opens a terminal of the terminfo type `type` and switches it to the alternate screen. Nothing is
/// written unless TERMINAL_OPEN is returned. From then on every end of the process restores it.
enum terminal_status terminal_open(const char *type, int input, int output, int wants_colors);

/// What may explain a fault: called with what a handler of signals is called with.
typedef void (*terminal_fault_handler)(int signal, siginfo_t *info, void *context);

/// Sets what is called at SIGBUS once the terminal is restored, before the signal takes its course; it may end the
/// process, and calls nothing that a handler of signals must not.
void terminal_set_fault_handler(terminal_fault_handler handler);

/// Restores the terminal as it was found. Does nothing if none is open.
void terminal_close(void);

/// The colours of the open terminal as terminfo counts them; 0 for none.
int terminal_colors(void);

/// 1 if colours are 24-bit values beyond the palette (terminfo's RGB capability).
int terminal_has_direct_colors(void);

/// How many of its colours are numbers of a palette: all of them, but for 24-bit terminals 8 or 256.
int terminal_indexed_colors(void);

/// 1 if the open terminal understands xterm's private modes and commands (those with a mouse do).
int terminal_is_xterm_like(void);

/// The size of the open terminal in cells.
void terminal_size(int *width, int *height);

// MARK: Drawing

enum terminal_attribute {  // the bits of TerminalUI's TextAttributes
  TERMINAL_BOLD = 1,
  TERMINAL_DIM = 2,
  TERMINAL_ITALIC = 4,
  TERMINAL_UNDERLINE = 8,
  TERMINAL_REVERSE = 16,
};

/// Puts one cell: a spacing character and its marks (`length` scalars, at most 5 are kept). Colours are
/// -1 for the terminal's own, below terminal_indexed_colors() a number of the palette, from there on 24 bits.
void terminal_put(
    int x, int y, const uint32_t *scalars, int length, unsigned attributes, int foreground, int background);

/// Sends what changed since the last time.
void terminal_show(void);

/// Makes the next terminal_show clear the screen and send all of it.
void terminal_redraw(void);

/// Writes bytes past curses, whole.
void terminal_write(const char *bytes, size_t count);

/// Reads back a cell that was put, for tests: its scalars into `scalars` (room for 6), returns how many.
int terminal_cell(
    int x, int y, uint32_t *scalars, unsigned *attributes, int *foreground, int *background);

// MARK: Input

enum terminal_input_kind {
  TERMINAL_NOTHING = 0,  // nothing more at the moment
  TERMINAL_SCALAR,       // `value` is a Unicode scalar, controls included
  TERMINAL_KEY,          // `value` is a terminal_key
};

enum terminal_key {
  TERMINAL_KEY_UP, TERMINAL_KEY_DOWN, TERMINAL_KEY_LEFT, TERMINAL_KEY_RIGHT, TERMINAL_KEY_SHIFT_UP,
  TERMINAL_KEY_SHIFT_DOWN, TERMINAL_KEY_PAGE_UP, TERMINAL_KEY_PAGE_DOWN, TERMINAL_KEY_HOME,
  TERMINAL_KEY_END, TERMINAL_KEY_ENTER, TERMINAL_KEY_BACK_TAB, TERMINAL_KEY_BACKSPACE,
  TERMINAL_KEY_DELETE, TERMINAL_KEY_INSERT, TERMINAL_KEY_PASTE_START, TERMINAL_KEY_PASTE_END,
  TERMINAL_KEY_UNKNOWN,
  TERMINAL_KEY_F0 = 1000,  // F1 is 1001
};

struct terminal_input {
  enum terminal_input_kind kind;
  uint32_t value;
};

enum terminal_wait {
  TERMINAL_WAIT_TIMEOUT = 0,
  TERMINAL_WAIT_INPUT = 1,    // terminal_read has something
  TERMINAL_WAIT_WAKE = 2,     // terminal_wake was called
  TERMINAL_WAIT_RESIZE = 4,   // the terminal has another size, and curses knows it
  TERMINAL_WAIT_STOP = 8,     // a stop was asked for: call terminal_suspend
  TERMINAL_WAIT_CLOSED = 16,  // the other end is gone
};

/// Waits for something to happen, at most `milliseconds` (-1: for ever); a set of terminal_wait bits.
int terminal_wait(int milliseconds);

/// Takes the next input; does not wait, but for the rest of an escape sequence (25 ms).
struct terminal_input terminal_read(void);

/// Waits for input alone, at most `milliseconds`; 1 if there is some.
int terminal_await_input(int milliseconds);

/// Makes terminal_wait return. May be called from any thread and from signal handlers, open or not.
void terminal_wake(void);

/// Switches mouse reports on or off (SGR mode 1006). They are read as the scalars of their sequences.
void terminal_set_mouse(int on);

/// Gives the terminal back to the shell and stops the process group; returns when continued.
void terminal_suspend(void);

#endif
