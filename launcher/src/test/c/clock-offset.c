/* Adds seconds to the time of day of a process, and not to its monotonic clock: preloaded, it reads
   them from the file in CLOCK_OFFSET_FILE each time, so that the clock can be set while it runs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

static int (*real_clock_gettime)(clockid_t, struct timespec *);
static const volatile long *offset;

__attribute__((constructor)) static void start(void) {
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  const char *name = getenv("CLOCK_OFFSET_FILE");
  int file = name ? open(name, O_RDONLY) : -1;
  void *mapped = file >= 0 ? mmap(NULL, sizeof(long), PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  offset = mapped == MAP_FAILED ? NULL : mapped;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (!real_clock_gettime) {
    start();
  }
  int result = real_clock_gettime(clock, time);
  if (result == 0 && offset && clock == CLOCK_REALTIME) {
    time->tv_sec += *offset;
  }
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}

time_t time(time_t *seconds) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (seconds) {
    *seconds = now.tv_sec;
  }
  return now.tv_sec;
}
