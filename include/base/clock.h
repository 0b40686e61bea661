/*
 * Time. Code asks a clock that it was handed, so that a test can move it.
 *
 * Local times and time zones are PostgreSQL's business: the store turns a programme's local
 * opening times into instants, and instants into days.
 */
#ifndef SURVEYD_BASE_CLOCK_H
#define SURVEYD_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct base_clock {
    int64_t (*monotonic_ms)(void *context); /* never goes back; origin arbitrary */
    int64_t (*wall_ms)(void *context);      /* since 1970-01-01T00:00:00Z */
    void *context;
};

/* The system's clock. Static storage. */
const struct base_clock *base_clock_system(void);

/* What the clock says, in the units above, or in whole seconds. */
int64_t base_clock_monotonic_ms(const struct base_clock *clock);
int64_t base_clock_wall_ms(const struct base_clock *clock);
int64_t base_clock_wall_seconds(const struct base_clock *clock);

/* "2026-11-23T17:32:05Z"; on the arena. */
const char *base_clock_format_utc(struct base_arena *arena, int64_t wall_seconds);

/* "Mon, 23 Nov 2026 17:32:05 GMT", the form of HTTP dates; on the arena. */
const char *base_clock_format_http(struct base_arena *arena, int64_t wall_seconds);

/* A calendar date "YYYY-MM-DD" that exists (years 1900 to 2199). */
bool base_clock_is_date(struct base_text text);

/* A local date and time "YYYY-MM-DDTHH:MM" (seconds allowed) that exists. */
bool base_clock_is_local_time(struct base_text text);

#endif
