// Lets one system call of a program fail: loaded before libc (LD_PRELOAD), built by the tests.
//
// FAIL_CALL   open, read, write, short (a write that takes half), fsync, rename or mmap
// FAIL_AT     the how manieth of these calls fails, from 1
// FAIL_UNDER  only calls on files under this folder count
// FAIL_MARK   a file that is made when the call has failed

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int calls = 0;

static int under(const char *path) {
  const char *folder = getenv("FAIL_UNDER");
  return folder != NULL && path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int descriptor_under(int descriptor) {
  char link[64], path[PATH_MAX];
  if (descriptor < 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count < 0) return 0;
  path[count] = 0;
  return under(path);
}

static int place_under(int folder, const char *path) {
  return path != NULL && (path[0] == '/' || folder == AT_FDCWD ? under(path) : descriptor_under(folder));
}

// Whether this call is the one to fail.
static int fails(const char *call, int counts) {
  const char *wanted = getenv("FAIL_CALL"), *at = getenv("FAIL_AT"), *mark = getenv("FAIL_MARK");
  if (!counts || wanted == NULL || at == NULL || strcmp(wanted, call) != 0) return 0;
  if (atomic_fetch_add(&calls, 1) + 1 != atoi(at)) return 0;
  long made = syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY, 0600);
  if (made >= 0) syscall(SYS_close, made);
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL(code, value) do { errno = (code); return (value); } while (0)

#define OPEN(name)                                              \
  int name(const char *path, int flags, ...) {                  \
    va_list rest;                                               \
    va_start(rest, flags);                                      \
    mode_t mode = va_arg(rest, mode_t);                         \
    va_end(rest);                                               \
    if (fails("open", under(path))) FAIL(EIO, -1);              \
    return REAL(name)(path, flags, mode);                       \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                            \
  int name(int folder, const char *path, int flags, ...) {      \
    va_list rest;                                               \
    va_start(rest, flags);                                      \
    mode_t mode = va_arg(rest, mode_t);                         \
    va_end(rest);                                               \
    if (fails("open", place_under(folder, path))) FAIL(EIO, -1); \
    return REAL(name)(folder, path, flags, mode);               \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t read(int descriptor, void *bytes, size_t count) {
  if (fails("read", descriptor_under(descriptor))) FAIL(EIO, -1);
  return REAL(read)(descriptor, bytes, count);
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
  if (fails("read", descriptor_under(descriptor))) FAIL(EIO, -1);
  return REAL(pread)(descriptor, bytes, count, offset);
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t offset) {
  if (fails("read", descriptor_under(descriptor))) FAIL(EIO, -1);
  return REAL(pread64)(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  int counts = descriptor_under(descriptor);
  if (fails("write", counts)) FAIL(ENOSPC, -1);
  if (fails("short", counts)) count = count / 2;
  return REAL(write)(descriptor, bytes, count);
}

int fsync(int descriptor) {
  if (fails("fsync", descriptor_under(descriptor))) FAIL(EIO, -1);
  return REAL(fsync)(descriptor);
}

int rename(const char *from, const char *to) {
  if (fails("rename", under(to))) FAIL(EIO, -1);
  return REAL(rename)(from, to);
}

int renameat(int source, const char *from, int target, const char *to) {
  if (fails("rename", place_under(target, to))) FAIL(EIO, -1);
  return REAL(renameat)(source, from, target, to);
}

int linkat(int source, const char *from, int target, const char *to, int flags) {
  if (fails("rename", place_under(target, to))) FAIL(EIO, -1);
  return REAL(linkat)(source, from, target, to, flags);
}

void *mmap(void *start, size_t size, int access, int flags, int descriptor, off_t offset) {
  if (fails("mmap", descriptor_under(descriptor))) FAIL(ENOMEM, MAP_FAILED);
  return REAL(mmap)(start, size, access, flags, descriptor, offset);
}

void *mmap64(void *start, size_t size, int access, int flags, int descriptor, off64_t offset) {
  if (fails("mmap", descriptor_under(descriptor))) FAIL(ENOMEM, MAP_FAILED);
  return REAL(mmap64)(start, size, access, flags, descriptor, offset);
}
