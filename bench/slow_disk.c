/* Each fsync and fdatasync of a process that loads this takes SUNWARD_BENCH_DISK_MS milliseconds longer. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static int later(const char *name, int file)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const char *given = getenv("SUNWARD_BENCH_DISK_MS");
    long microseconds = given ? (long)(atof(given) * 1000.0) : 0;
    struct timespec wait = {microseconds / 1000000, microseconds % 1000000 * 1000};
    int answer = real(file);
    nanosleep(&wait, NULL);
    return answer;
}

int fsync(int file) { return later("fsync", file); }
int fdatasync(int file) { return later("fdatasync", file); }
