#ifndef TXRAY_CPSEUDOTERMINAL_H
#define TXRAY_CPSEUDOTERMINAL_H

// Programs under test in a terminal of their own: what a login shell does for a job, in a few system
// calls, because fork is not to be had from Swift.

#include <stdint.h>

struct pseudo_terminal {
  int master;     // the terminal's other end: what the program writes is read here, keys are written here
  int reports;    // a pseudo_terminal_report each time the job stops or ends
  int commands;   // a byte written here continues a stopped job
  int shell;      // the process id of the session leader, which stands for the shell
};

struct pseudo_terminal_report {
  int job;      // its process id
  int stopped;  // 1: stopped and the shell has the terminal; 0: ended
  int status;   // as waitpid gives it
};

/// What the job is to do where no program is given: open the terminal through CNcurses, draw its size and
/// what it reads, and end in the way that a key asks for.
extern const char *const pseudo_terminal_probe;

/// Starts the job `path` with `argv` and `envp` in a new terminal of the given size. Returns 0, or errno.
int pseudo_terminal_start(
    const char *path, char *const argv[], char *const envp[], int width, int height,
    struct pseudo_terminal *terminal);

/// Opens a terminal without a job. Returns 0, or errno.
int pseudo_terminal_open(int width, int height, int *master, int *slave);

/// Gives the terminal another size, which the job in the foreground is told.
int pseudo_terminal_resize(int master, int width, int height);

/// Ends the shell, and with it the job, and closes the descriptors.
void pseudo_terminal_end(struct pseudo_terminal *terminal);

/// 1 if lines are edited and echoed and Ctrl-C interrupts, as a shell expects to find its terminal.
int pseudo_terminal_is_sane(int master);

/// wcwidth under C.UTF-8: the columns that a terminal gives a scalar.
int pseudo_terminal_width(uint32_t scalar);

#endif
