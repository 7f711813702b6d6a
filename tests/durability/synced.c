/* Notes what a process does to the files of its database, in the order in which it does it, for a test that cuts the
   power afterwards: each write with its place and bytes, each change of length, and each sync once it has succeeded.

   Loaded into the process (LD_PRELOAD). COURSE_SYNC_LOG is the file to note in; COURSE_SYNC_FILE the database, beside
   which lies its journal (-wal). A note is a head of four 8-byte numbers - kind (1 write, 2 length, 3 sync), file
   (0 database, 1 journal), offset or length, number of bytes - and the bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static int notes = -1;

static int file_of(int fd) {
    char link[64], path[PATH_MAX];
    const char *wanted = getenv("COURSE_SYNC_FILE");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (!wanted || length < 0) return -1;
    path[length] = 0;
    size_t known = strlen(wanted);
    if (strncmp(path, wanted, known)) return -1;
    return !path[known] ? 0 : !strcmp(path + known, "-wal") ? 1 : -1;
}

static void note(int64_t kind, int64_t file, int64_t place, int64_t size, const void *bytes) {
    static ssize_t (*really)(int, const struct iovec *, int);
    int64_t head[4] = {kind, file, place, size};
    struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, bytes ? size : 0}};
    if (!really) really = dlsym(RTLD_NEXT, "writev");
    if (notes < 0) notes = open(getenv("COURSE_SYNC_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (notes < 0 || really(notes, parts, 2) != (ssize_t)(sizeof head + parts[1].iov_len)) abort();
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t place) {
    static ssize_t (*really)(int, const void *, size_t, off64_t);
    if (!really) really = dlsym(RTLD_NEXT, "pwrite64");
    int file = file_of(fd);
    if (file < 0) return really(fd, bytes, size, place);
    pthread_mutex_lock(&one_at_a_time);
    ssize_t done = really(fd, bytes, size, place);
    if (done > 0) note(1, file, place, done, bytes);
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t place) { return pwrite64(fd, bytes, size, place); }

int ftruncate64(int fd, off64_t length) {
    static int (*really)(int, off64_t);
    if (!really) really = dlsym(RTLD_NEXT, "ftruncate64");
    int file = file_of(fd);
    if (file < 0) return really(fd, length);
    pthread_mutex_lock(&one_at_a_time);
    int failed = really(fd, length);
    if (!failed) note(2, file, length, 0, NULL);
    pthread_mutex_unlock(&one_at_a_time);
    return failed;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int synced(int fd, int (*really)(int)) {
    int file = file_of(fd);
    if (file < 0) return really(fd);
    pthread_mutex_lock(&one_at_a_time);
    int failed = really(fd);
    if (!failed) note(3, file, 0, 0, NULL);
    pthread_mutex_unlock(&one_at_a_time);
    return failed;
}

int fsync(int fd) {
    static int (*really)(int);
    if (!really) really = dlsym(RTLD_NEXT, "fsync");
    return synced(fd, really);
}

int fdatasync(int fd) {
    static int (*really)(int);
    if (!really) really = dlsym(RTLD_NEXT, "fdatasync");
    return synced(fd, really);
}
