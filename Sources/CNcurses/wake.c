// A pipe that ends a wait, from another thread or from a signal handler.

#include "terminal.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static int wake_pipe[2] = {-1, -1};
static pthread_once_t wake_once = PTHREAD_ONCE_INIT;
static atomic_int wake_asked = 0;

static void open_wake_pipe(void) {
  if (pipe2(wake_pipe, O_NONBLOCK | O_CLOEXEC) != 0) wake_pipe[0] = wake_pipe[1] = -1;
}

void terminal_prepare_wake(void) {
  pthread_once(&wake_once, open_wake_pipe);
}

void terminal_poke(void) {
  // A full pipe is no loss: the other end has enough to wake up for.
  ssize_t ignored = write(wake_pipe[1], "", 1);
  (void)ignored;
}

void terminal_wake(void) {
  terminal_prepare_wake();
  if (atomic_exchange(&wake_asked, 1) == 0) terminal_poke();
}

int terminal_wake_taken(void) {
  return atomic_exchange(&wake_asked, 0);
}

int terminal_wake_fd(void) {
  return wake_pipe[0];
}

void terminal_wake_drain(void) {
  char drained[64];
  while (read(wake_pipe[0], drained, sizeof drained) > 0) {}
}
