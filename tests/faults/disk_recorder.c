/* Preloaded into a program: notes in order every write, sync and change of a name below SANAD_RECORDED, so that
 * tests/faults/power_cut.py can play them again and stop anywhere. One line of text each, bytes after a write's line. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int note_file = -1;
static const char *folder;

static int below(const char *path) {
    return folder && note_file >= 0 && strncmp(path, folder, strlen(folder)) == 0;
}

/* Whether the file is one of ours; its path is looked up by the system, so that a file which moved keeps its number. */
static int ours(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

static unsigned long number(int file) {
    struct stat found;
    return fstat(file, &found) == 0 ? (unsigned long)found.st_ino : 0;
}

static void note(const void *bytes, size_t count, const char *format, ...) {
    char line[9000];
    va_list rest;
    va_start(rest, format);
    int length = vsnprintf(line, sizeof line, format, rest);
    va_end(rest);
    pthread_mutex_lock(&turn);
    if (REAL(write)(note_file, line, length) != length) abort();
    if (count && REAL(write)(note_file, bytes, count) != (ssize_t)count) abort();
    pthread_mutex_unlock(&turn);
}

__attribute__((constructor)) static void begin(void) {
    const char *notes = getenv("SANAD_NOTES");
    folder = getenv("SANAD_RECORDED");
    if (notes) note_file = REAL(open)(notes, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, int mode) {
    int is_new = below(path) && (flags & O_CREAT) && access(path, F_OK) != 0;
    int file = real(path, flags, mode);
    int kept = errno;
    if (file >= 0 && is_new) note(NULL, 0, "create %lu %s\n", number(file), path);
    if (file >= 0 && !is_new && below(path) && (flags & O_TRUNC)) note(NULL, 0, "cut %lu 0\n", number(file));
    errno = kept;
    return file;
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return opened(REAL(open), path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return opened(REAL(open64), path, flags, mode);
}

static void wrote(int file, const void *bytes, ssize_t count, off_t offset) {
    int kept = errno;
    if (count > 0 && ours(file)) note(bytes, count, "write %lu %ld %zd\n", number(file), (long)offset, count);
    errno = kept;
}

ssize_t write(int file, const void *bytes, size_t count) {
    ssize_t done = REAL(write)(file, bytes, count);
    wrote(file, bytes, done, done > 0 ? lseek(file, 0, SEEK_CUR) - done : 0);
    return done;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    ssize_t done = REAL(pwrite)(file, bytes, count, offset);
    wrote(file, bytes, done, offset);
    return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    ssize_t done = REAL(pwrite64)(file, bytes, count, offset);
    wrote(file, bytes, done, offset);
    return done;
}

int ftruncate64(int file, off64_t length) {
    int done = REAL(ftruncate64)(file, length);
    if (done == 0 && ours(file)) note(NULL, 0, "cut %lu %ld\n", number(file), (long)length);
    return done;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int synced(int file, int done) {
    int kept = errno;
    if (done == 0 && ours(file)) note(NULL, 0, "sync %lu\n", number(file));
    errno = kept;
    return done;
}

int fsync(int file) { return synced(file, REAL(fsync)(file)); }
int fdatasync(int file) { return synced(file, REAL(fdatasync)(file)); }

int rename(const char *old, const char *new) {
    int done = REAL(rename)(old, new);
    if (done == 0 && below(old)) note(NULL, 0, "rename %s\t%s\n", old, new);
    return done;
}

int unlink(const char *path) {
    int done = REAL(unlink)(path);
    if (done == 0 && below(path)) note(NULL, 0, "unlink %s\n", path);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    int done = REAL(mkdir)(path, mode);
    struct stat found;
    if (done == 0 && below(path) && stat(path, &found) == 0)
        note(NULL, 0, "mkdir %lu %s\n", (unsigned long)found.st_ino, path);
    return done;
}
