#ifndef TXRAY_CMAPPEDFILES_H
#define TXRAY_CMAPPEDFILES_H

// What to say when a mapped file is shortened by another process while it is read: the kernel answers the touch of a
// lost page with SIGBUS, which no check beforehand can prevent.

#include <signal.h>
#include <stddef.h>

/// Remembers that these bytes are those of the file at `path`, which is copied. Returns a number for
/// mapped_files_remove, -1 if there is no memory for it. The first call installs a handler of SIGBUS.
int mapped_files_add(const void *start, size_t size, const char *path);

/// Forgets a file. -1 is passed over.
void mapped_files_remove(int number);

/// Names the file that a SIGBUS is about in one line on standard error and ends the process with exit code 74; returns
/// where it is about none. Safe in a signal handler.
void mapped_files_explain(int signal, siginfo_t *info, void *context);

#endif
