#include "base/clock.h"

#include <assert.h>
#include <time.h>

static int64_t system_monotonic_ms(void *context)
{
    (void)context;
    struct timespec now;
    int result = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(result == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_wall_ms(void *context)
{
    (void)context;
    struct timespec now;
    int result = clock_gettime(CLOCK_REALTIME, &now);
    assert(result == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const struct base_clock *base_clock_system(void)
{
    static const struct base_clock system_clock = {system_monotonic_ms, system_wall_ms, NULL};
    return &system_clock;
}

int64_t base_clock_monotonic_ms(const struct base_clock *clock)
{
    return clock->monotonic_ms(clock->context);
}

int64_t base_clock_wall_ms(const struct base_clock *clock)
{
    return clock->wall_ms(clock->context);
}

int64_t base_clock_wall_seconds(const struct base_clock *clock)
{
    return base_clock_wall_ms(clock) / 1000;
}

static struct tm utc_of(int64_t wall_seconds)
{
    time_t seconds = (time_t)wall_seconds;
    struct tm parts;
    struct tm *result = gmtime_r(&seconds, &parts);
    assert(result != NULL);
    return parts;
}

const char *base_clock_format_utc(struct base_arena *arena, int64_t wall_seconds)
{
    struct tm utc = utc_of(wall_seconds);
    return base_arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900,
                             utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

const char *base_clock_format_http(struct base_arena *arena, int64_t wall_seconds)
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm utc = utc_of(wall_seconds);
    return base_arena_format(arena, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[utc.tm_wday],
                             utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour,
                             utc.tm_min, utc.tm_sec);
}

/* Whether `text` has the form of `pattern`, in which 0 stands for any digit. */
static bool has_form(struct base_text text, const char *pattern)
{
    size_t i = 0;
    for (; pattern[i] != '\0'; i++) {
        if (i >= text.length) {
            return false;
        }
        char c = text.data[i];
        if (pattern[i] == '0' ? (c < '0' || c > '9') : c != pattern[i]) {
            return false;
        }
    }
    return i == text.length;
}

static int digits_at(struct base_text text, size_t offset, size_t count)
{
    int value = 0;
    for (size_t i = offset; i < offset + count; i++) {
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

static int days_of_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool base_clock_is_date(struct base_text text)
{
    if (!has_form(text, "0000-00-00")) {
        return false;
    }
    int year = digits_at(text, 0, 4);
    int month = digits_at(text, 5, 2);
    int day = digits_at(text, 8, 2);
    return year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_of_month(year, month);
}

bool base_clock_is_local_time(struct base_text text)
{
    bool with_seconds = has_form(text, "0000-00-00T00:00:00");
    if (!with_seconds && !has_form(text, "0000-00-00T00:00")) {
        return false;
    }
    return base_clock_is_date((struct base_text){text.data, 10}) && digits_at(text, 11, 2) < 24 &&
           digits_at(text, 14, 2) < 60 && (!with_seconds || digits_at(text, 17, 2) < 60);
}
