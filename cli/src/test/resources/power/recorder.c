/*
 * Records every operation on files below one directory, in their order across all threads and processes, for a test
 * that plays a part of them again. Preloaded into a process (LD_PRELOAD). Environment:
 *
 *   FRESHET_RECORD_ROOT   the directory, an absolute path without links
 *   FRESHET_RECORD_LOG    the file that records are appended to
 *   FRESHET_RECORD_LOCK   a file for a lock that all processes share
 *
 * Calls of the C library are taken by their names. Lance's library renames without it (the crate rustix makes the system
 * call itself), so a seccomp filter sends every such call that is not from here to a signal handler.
 *
 * Each operation and its record are made under the lock. A record, in the byte order of the machine: kind (1 byte),
 * number (8 bytes), offset (8 bytes), length of a first and of a second part (4 bytes each), the parts. The number is
 * that of the inode. Kinds:
 *
 *   C  a file was created             number, path
 *   W  bytes were written             number, offset, bytes
 *   T  a file has another length      number, offset = length
 *   S  a file was synced              number
 *   D  a directory was synced         path
 *   M  a directory was made           path
 *   R  a directory was removed        path
 *   U  a name was removed             path
 *   L  a name was added               path of the file, path of the name
 *   N  a name was changed             old path, new path
 *   X  something that is not recorded what
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <ucontext.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 65536

static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static pthread_mutex_t *mutex;
/* Per descriptor: 0 = not below the directory, 1 = a file, 2 = a directory. */
static unsigned char kinds[FDS];
static ino_t inodes[FDS];
static char *names[FDS];


#define OWN_CALL 0x46524553

static void trap_renames(void);

__attribute__((constructor)) static void begin(void) {
  const char *directory = getenv("FRESHET_RECORD_ROOT");
  const char *log = getenv("FRESHET_RECORD_LOG");
  const char *lock = getenv("FRESHET_RECORD_LOCK");
  if (!directory || !log || !lock) {
    return;
  }
  snprintf(root, sizeof root, "%s", directory);
  root_length = strlen(root);
  int fd = syscall(SYS_openat, AT_FDCWD, lock, O_RDWR | O_CLOEXEC);
  if (fd < 0) {
    return;
  }
  mutex = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  uint64_t *made = (uint64_t *) ((char *) mutex + 2048);
  if (__sync_bool_compare_and_swap(made, 0, 1)) {
    pthread_mutexattr_t shared;
    pthread_mutexattr_init(&shared);
    pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&shared, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(mutex, &shared);
    __sync_bool_compare_and_swap(made, 1, 2);
  }
  while (__sync_fetch_and_add(made, 0) != 2) {
    usleep(100);
  }
  syscall(SYS_close, fd);
  log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  trap_renames();
}

static int is_on(void) { return log_fd >= 0; }

static void take(void) {
  if (pthread_mutex_lock(mutex) == EOWNERDEAD) {
    pthread_mutex_consistent(mutex);
  }
}

static void give(void) { pthread_mutex_unlock(mutex); }

static void put(char kind, uint64_t number, uint64_t offset, const void *a, uint32_t a_length, const void *b,
                uint32_t b_length) {
  char head[25];
  head[0] = kind;
  memcpy(head + 1, &number, 8);
  memcpy(head + 9, &offset, 8);
  memcpy(head + 17, &a_length, 4);
  memcpy(head + 21, &b_length, 4);
  struct iovec parts[3] = {{head, sizeof head}, {(void *) a, a_length}, {(void *) b, b_length}};
  size_t total = sizeof head + (size_t) a_length + b_length;
  ssize_t done = syscall(SYS_writev, log_fd, parts, 3);
  if (done != (ssize_t) total) {
    abort(); /* A recording with a hole proves nothing. */
  }
}

static void put_path(char kind, const char *path) { put(kind, 0, 0, path, strlen(path), NULL, 0); }

static void put_unknown(const char *what) { put('X', 0, 0, what, strlen(what), NULL, 0); }

/* The absolute path; returns whether it is below the directory. */
static int resolve(int directory, const char *path, char *out) {
  if (!is_on() || !path) {
    return 0;
  }
  if (path[0] == '/') {
    snprintf(out, PATH_MAX, "%s", path);
  } else if (directory == AT_FDCWD) {
    if (!getcwd(out, PATH_MAX)) {
      return 0;
    }
    size_t n = strlen(out);
    snprintf(out + n, PATH_MAX - n, "/%s", path);
  } else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
    ssize_t n = readlink(link, out, PATH_MAX - 1);
    if (n < 0) {
      return 0;
    }
    snprintf(out + n, PATH_MAX - n, "/%s", path);
  }
  return strncmp(out, root, root_length) == 0 && (out[root_length] == '/' || out[root_length] == 0);
}

static void remember(int fd, const char *path) {
  struct stat now;
  if (fd < 0 || fd >= FDS || fstat(fd, &now) != 0) {
    return;
  }
  if (S_ISREG(now.st_mode)) {
    kinds[fd] = 1;
    inodes[fd] = now.st_ino;
  } else if (S_ISDIR(now.st_mode)) {
    free(names[fd]);
    names[fd] = strdup(path);
    kinds[fd] = 2;
  }
}

static void forget(int fd) {
  if (fd >= 0 && fd < FDS) {
    kinds[fd] = 0;
  }
}

static int is_file(int fd) { return is_on() && fd >= 0 && fd < FDS && kinds[fd] == 1; }

static int do_open(int directory, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  if (!resolve(directory, path, full)) {
    int fd = syscall(SYS_openat, directory, path, flags, mode);
    forget(fd);
    return fd;
  }
  take();
  struct stat before;
  int was = lstat(full, &before) == 0;
  int fd = syscall(SYS_openat, directory, path, flags, mode);
  int error = errno;
  forget(fd);
  if (fd >= 0) {
    if ((flags & O_TMPFILE) == O_TMPFILE) {
      put_unknown("O_TMPFILE");
    } else {
      remember(fd, full);
      if (kinds[fd] == 1) {
        if (!was) {
          put('C', inodes[fd], 0, full, strlen(full), NULL, 0);
        } else if ((flags & O_TRUNC) && before.st_size > 0) {
          put('T', inodes[fd], 0, NULL, 0, NULL, 0);
        }
      }
    }
  }
  give();
  errno = error;
  return fd;
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, int); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return do_open(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return do_open(at, path, flags | O_LARGEFILE, mode); }
int creat(const char *path, mode_t mode) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }
int __open_2(const char *path, int flags) { return do_open(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return do_open(AT_FDCWD, path, flags | O_LARGEFILE, 0); }
int __openat_2(int at, const char *path, int flags) { return do_open(at, path, flags, 0); }
int __openat64_2(int at, const char *path, int flags) { return do_open(at, path, flags | O_LARGEFILE, 0); }

int close(int fd) {
  forget(fd);
  return syscall(SYS_close, fd);
}

static int copied(int from, int to) {
  if (to >= 0 && to < FDS && from >= 0 && from < FDS) {
    kinds[to] = kinds[from];
    inodes[to] = inodes[from];
    if (kinds[from] == 2) {
      free(names[to]);
      names[to] = strdup(names[from]);
    }
  }
  return to;
}

int dup(int fd) { return copied(fd, syscall(SYS_dup, fd)); }
int dup2(int fd, int to) { return copied(fd, fd == to ? to : syscall(SYS_dup3, fd, to, 0)); }
int dup3(int fd, int to, int flags) { return copied(fd, syscall(SYS_dup3, fd, to, flags)); }

int fcntl64(int fd, int command, ...) {
  va_list more;
  va_start(more, command);
  void *argument = va_arg(more, void *);
  va_end(more);
  int result = syscall(SYS_fcntl, fd, command, argument);
  if ((command == F_DUPFD || command == F_DUPFD_CLOEXEC) && result >= 0) {
    copied(fd, result);
  }
  return result;
}

int fcntl(int fd, int command, ...) {
  va_list more;
  va_start(more, command);
  void *argument = va_arg(more, void *);
  va_end(more);
  return fcntl64(fd, command, argument);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  if (!is_file(fd)) {
    return syscall(SYS_write, fd, bytes, count);
  }
  take();
  ssize_t done = syscall(SYS_write, fd, bytes, count);
  int error = errno;
  if (done > 0) {
    put('W', inodes[fd], lseek(fd, 0, SEEK_CUR) - done, bytes, done, NULL, 0);
  }
  give();
  errno = error;
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t offset) {
  if (!is_file(fd)) {
    return syscall(SYS_pwrite64, fd, bytes, count, offset);
  }
  take();
  ssize_t done = syscall(SYS_pwrite64, fd, bytes, count, offset);
  int error = errno;
  if (done > 0) {
    put('W', inodes[fd], offset, bytes, done, NULL, 0);
  }
  give();
  errno = error;
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return pwrite64(fd, bytes, count, offset); }

static void put_parts(int fd, off_t offset, const struct iovec *parts, int count, ssize_t done) {
  for (int i = 0; i < count && done > 0; i++) {
    size_t n = (size_t) done < parts[i].iov_len ? (size_t) done : parts[i].iov_len;
    if (n > 0) {
      put('W', inodes[fd], offset, parts[i].iov_base, n, NULL, 0);
    }
    offset += n;
    done -= n;
  }
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (!is_file(fd)) {
    return syscall(SYS_writev, fd, parts, count);
  }
  take();
  ssize_t done = syscall(SYS_writev, fd, parts, count);
  int error = errno;
  if (done > 0) {
    put_parts(fd, lseek(fd, 0, SEEK_CUR) - done, parts, count, done);
  }
  give();
  errno = error;
  return done;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  if (!is_file(fd)) {
    return syscall(SYS_pwritev, fd, parts, count, offset, 0);
  }
  take();
  ssize_t done = syscall(SYS_pwritev, fd, parts, count, offset, 0);
  int error = errno;
  if (done > 0) {
    put_parts(fd, offset, parts, count, done);
  }
  give();
  errno = error;
  return done;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev64(fd, parts, count, offset); }

static int changed(int fd, long result, char kind, uint64_t offset, int error) {
  if (result == 0) {
    put(kind, inodes[fd], offset, NULL, 0, NULL, 0);
  }
  give();
  errno = error;
  return result;
}

int ftruncate64(int fd, off_t length) {
  if (!is_file(fd)) {
    return syscall(SYS_ftruncate, fd, length);
  }
  take();
  long result = syscall(SYS_ftruncate, fd, length);
  return changed(fd, result, 'T', length, errno);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fallocate64(int fd, int mode, off_t offset, off_t length) {
  if (!is_file(fd) || (mode & FALLOC_FL_KEEP_SIZE)) {
    return syscall(SYS_fallocate, fd, mode, offset, length);
  }
  take();
  put_unknown("fallocate");
  give();
  return syscall(SYS_fallocate, fd, mode, offset, length);
}

int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }

static int do_sync(int fd, long number) {
  if (!is_on() || fd < 0 || fd >= FDS || kinds[fd] == 0) {
    return syscall(number, fd);
  }
  take();
  long result = syscall(number, fd);
  int error = errno;
  if (kinds[fd] == 2) {
    if (result == 0) {
      put_path('D', names[fd]);
    }
    give();
    errno = error;
    return result;
  }
  return changed(fd, result, 'S', 0, error);
}

int fsync(int fd) { return do_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return do_sync(fd, SYS_fdatasync); }

static int named(long result, char kind, const char *path) {
  int error = errno;
  if (result == 0) {
    put_path(kind, path);
  }
  give();
  errno = error;
  return result;
}

int mkdirat(int at, const char *path, mode_t mode) {
  char full[PATH_MAX];
  if (!resolve(at, path, full)) {
    return syscall(SYS_mkdirat, at, path, mode);
  }
  take();
  return named(syscall(SYS_mkdirat, at, path, mode), 'M', full);
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int at, const char *path, int flags) {
  char full[PATH_MAX];
  if (!resolve(at, path, full)) {
    return syscall(SYS_unlinkat, at, path, flags);
  }
  take();
  return named(syscall(SYS_unlinkat, at, path, flags), flags & AT_REMOVEDIR ? 'R' : 'U', full);
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int remove(const char *path) {
  int result = unlink(path);
  return result != 0 && errno == EISDIR ? rmdir(path) : result;
}

static int two(long result, char kind, const char *from, const char *to) {
  int error = errno;
  if (result == 0) {
    put(kind, 0, 0, from, strlen(from), to, strlen(to));
  }
  give();
  errno = error;
  return result;
}

int renameat2(int at, const char *from, int to_at, const char *to, unsigned flags) {
  char full[PATH_MAX];
  char target[PATH_MAX];
  if (!(resolve(at, from, full) | resolve(to_at, to, target))) {
    return syscall(SYS_renameat2, at, from, to_at, to, flags, OWN_CALL);
  }
  take();
  return two(syscall(SYS_renameat2, at, from, to_at, to, flags, OWN_CALL), 'N', full, target);
}

int renameat(int at, const char *from, int to_at, const char *to) { return renameat2(at, from, to_at, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

static void trapped(int signal, siginfo_t *info, void *context) {
  (void) signal;
  greg_t *registers = ((ucontext_t *) context)->uc_mcontext.gregs;
  int saved = errno;
  int result;
  if (info->si_syscall == SYS_rename) {
    result = rename((const char *) registers[REG_RDI], (const char *) registers[REG_RSI]);
  } else {
    unsigned flags = info->si_syscall == SYS_renameat2 ? (unsigned) registers[REG_R8] : 0;
    result = renameat2((int) registers[REG_RDI], (const char *) registers[REG_RSI], (int) registers[REG_RDX],
                       (const char *) registers[REG_R10], flags);
  }
  registers[REG_RAX] = result == 0 ? 0 : -errno;
  errno = saved;
}

static void trap_renames(void) {
  struct sigaction action = {0};
  action.sa_sigaction = trapped;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGSYS, &action, NULL);
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rename, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_CALL, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
  };
  struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) {
    abort(); /* A recording without renames proves nothing. */
  }
}

int linkat(int at, const char *from, int to_at, const char *to, int flags) {
  char full[PATH_MAX];
  char target[PATH_MAX];
  if (!(resolve(at, from, full) | resolve(to_at, to, target))) {
    return syscall(SYS_linkat, at, from, to_at, to, flags);
  }
  take();
  return two(syscall(SYS_linkat, at, from, to_at, to, flags), 'L', full, target);
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *content, int at, const char *path) {
  char full[PATH_MAX];
  if (resolve(at, path, full)) {
    take();
    put_unknown("symlink");
    give();
  }
  return syscall(SYS_symlinkat, content, at, path);
}

int symlink(const char *content, const char *path) { return symlinkat(content, AT_FDCWD, path); }

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  if ((protection & PROT_WRITE) && (flags & MAP_SHARED) && is_file(fd)) {
    take();
    put_unknown("shared writable mapping");
    give();
  }
  return (void *) syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  return mmap64(address, length, protection, flags, fd, offset);
}

ssize_t copy_file_range(int in, off_t *in_offset, int out, off_t *out_offset, size_t count, unsigned flags) {
  if (is_file(out)) { /* The caller copies by reading and writing. */
    errno = ENOSYS;
    return -1;
  }
  return syscall(SYS_copy_file_range, in, in_offset, out, out_offset, count, flags);
}

ssize_t sendfile64(int out, int in, off_t *offset, size_t count) {
  if (is_file(out)) {
    errno = EINVAL;
    return -1;
  }
  return syscall(SYS_sendfile, out, in, offset, count);
}

ssize_t sendfile(int out, int in, off_t *offset, size_t count) { return sendfile64(out, in, offset, count); }
