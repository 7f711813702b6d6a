/* A clock that a test sets while a process runs: the wall clock goes on from where it was set. The clocks by which
   waiting is measured are left alone, so that no thread waits longer for it, or not at all.

   Loaded before all else (LD_PRELOAD). COURSE_CLOCK_FILE holds nanoseconds, a number of eight bytes, that are added. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL

static const volatile int64_t *ahead;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    const char *name = getenv("COURSE_CLOCK_FILE");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *mapped = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) ahead = mapped;
    close(file);
}

static int64_t now(clockid_t clock) {
    struct timespec found;
    if (!real_clock_gettime) real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    real_clock_gettime(clock, &found);
    return found.tv_sec * SECOND + found.tv_nsec + (ahead ? *ahead : 0);
}

int clock_gettime(clockid_t clock, struct timespec *told) {
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) {
        if (!real_clock_gettime) real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
        return real_clock_gettime(clock, told);
    }
    int64_t found = now(clock);
    told->tv_sec = found / SECOND;
    told->tv_nsec = found % SECOND;
    return 0;
}

int gettimeofday(struct timeval *told, void *zone) {
    (void)zone;
    int64_t found = now(CLOCK_REALTIME);
    told->tv_sec = found / SECOND;
    told->tv_usec = found % SECOND / 1000;
    return 0;
}

time_t time(time_t *told) {
    time_t found = now(CLOCK_REALTIME) / SECOND;
    if (told) *told = found;
    return found;
}
