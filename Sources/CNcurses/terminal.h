#ifndef TXRAY_TERMINAL_H
#define TXRAY_TERMINAL_H

// Shared by the files of this target; not exported.

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <signal.h>

#include "CNcurses.h"

/// The window input is read through: a pad, because reading from a window would refresh it.
extern WINDOW *terminal_input_pad;

/// The descriptors of the open terminal.
extern int terminal_input_fd;
extern int terminal_output_fd;

/// Codes of keys that terminfo does not know.
enum { TERMINAL_CODE_PASTE_START = 0x7000, TERMINAL_CODE_PASTE_END = 0x7001 };

// guard.c

/// Remembers how the terminal is now. To be called before newterm.
void terminal_guard_remember(int fd);

/// Takes the signals of resizing, stopping and going on. To be called before newterm: where it finds no
/// handler for SIGTSTP curses installs its own, and ignores the signal while it draws.
void terminal_guard_watch(void);

/// Puts those handlers back.
void terminal_guard_unwatch(void);

/// Prepares what curses would write at the end, and installs the handlers that restore the terminal at every end. To be called after newterm.
void terminal_guard_arm(void);

/// Puts these handlers back; does nothing if they are not armed.
void terminal_guard_disarm(void);

/// Set by signal handlers, taken by terminal_wait.
extern volatile sig_atomic_t terminal_resized;
extern volatile sig_atomic_t terminal_stopped;
extern volatile sig_atomic_t terminal_continued;

// wake.c

/// Opens the pipe that terminal_wake writes to.
void terminal_prepare_wake(void);

/// Makes poll return; safe in signal handlers once the pipe is open.
void terminal_poke(void);

/// Whether terminal_wake was called since this was last asked.
int terminal_wake_taken(void);

/// The end of the pipe to poll.
int terminal_wake_fd(void);

/// Empties the pipe.
void terminal_wake_drain(void);

// terminals.c

/// Has terminfo find the description of `type` that the program carries, until terminal_undescribe; 0 if it
/// carries none.
int terminal_describe(const char *type);

/// Gives back the user's own TERMINFO.
void terminal_undescribe(void);

// screen.c

/// Asks the terminal for the reports that curses does not ask for (pasted text in brackets, and the mouse if it
/// is on), or no longer.
void terminal_put_modes(int on);

#endif
