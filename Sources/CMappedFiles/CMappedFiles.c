#define _GNU_SOURCE
#include "CMappedFiles.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Slots are never moved or freed while they may be read by the handler: chunks of them hang together, each made once.
enum { CHUNK = 256, EXIT_READ_FAILED = 74 };

struct slot {
  _Atomic(uintptr_t) start;  // 0 while the slot is free
  size_t size;
  char *path;
};

struct chunk {
  struct slot slots[CHUNK];
  _Atomic(struct chunk *) next;
};

static struct chunk first;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int handler_installed = 0;
/// No slot before this one is free.
static int first_free = 0;

static void handle(int number, siginfo_t *info, void *context) {
  mapped_files_explain(number, info, context);
  // None of ours: let it take its course when the instruction, or the raised signal, comes again.
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(number, &plain, NULL);
  if (info->si_code <= 0) raise(number);
}

static void install_handler(void) {
  if (handler_installed) return;
  handler_installed = 1;
  struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  sigaction(SIGBUS, &action, NULL);
}

static struct slot *slot_of(int number) {
  struct chunk *chunk = &first;
  for (int i = 0; i < number / CHUNK; i++) chunk = atomic_load(&chunk->next);
  return &chunk->slots[number % CHUNK];
}

int mapped_files_add(const void *start, size_t size, const char *path) {
  char *copy = strdup(path);
  if (copy == NULL) return -1;
  pthread_mutex_lock(&lock);
  install_handler();
  int number = first_free;
  struct chunk *chunk = &first;
  for (int i = 0; i < number / CHUNK; i++) chunk = atomic_load(&chunk->next);
  while (atomic_load(&chunk->slots[number % CHUNK].start) != 0) {
    number++;
    if (number % CHUNK != 0) continue;
    if (atomic_load(&chunk->next) == NULL) {
      struct chunk *made = calloc(1, sizeof *made);
      if (made == NULL) {
        pthread_mutex_unlock(&lock);
        free(copy);
        return -1;
      }
      atomic_store(&chunk->next, made);
    }
    chunk = atomic_load(&chunk->next);
  }
  struct slot *slot = &chunk->slots[number % CHUNK];
  slot->size = size;
  slot->path = copy;
  atomic_store(&slot->start, (uintptr_t)start);
  first_free = number;
  pthread_mutex_unlock(&lock);
  return number;
}

void mapped_files_remove(int number) {
  if (number < 0) return;
  pthread_mutex_lock(&lock);
  struct slot *slot = slot_of(number);
  char *path = slot->path;
  atomic_store(&slot->start, 0);
  slot->path = NULL;
  if (number < first_free) first_free = number;
  pthread_mutex_unlock(&lock);
  free(path);
}

/// Copies `text` without what could steer a terminal.
static size_t append(char *line, size_t length, size_t room, const char *text) {
  for (; *text != 0 && length < room; text++) {
    unsigned char byte = (unsigned char)*text;
    line[length++] = byte < 0x20 || byte >= 0x7F ? '?' : (char)byte;
  }
  return length;
}

void mapped_files_explain(int number, siginfo_t *info, void *context) {
  (void)context;
  if (number != SIGBUS || info == NULL || info->si_code <= 0) return;
  uintptr_t address = (uintptr_t)info->si_addr;
  for (struct chunk *chunk = &first; chunk != NULL; chunk = atomic_load(&chunk->next)) {
    for (int i = 0; i < CHUNK; i++) {
      struct slot *slot = &chunk->slots[i];
      uintptr_t start = atomic_load(&slot->start);
      if (start == 0 || address < start || address - start >= slot->size) continue;
      char line[1024];
      size_t length = append(line, 0, sizeof line - 100, "txray: ");
      length = append(line, length, sizeof line - 100, slot->path);
      length = append(line, length, sizeof line - 1, ": the file was shortened while it was read; copy it again");
      line[length++] = '\n';
      ssize_t ignored = write(STDERR_FILENO, line, length);
      (void)ignored;
      _exit(EXIT_READ_FAILED);
    }
  }
}
