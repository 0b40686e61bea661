#include "base/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>

/* A loop of one watch and one timer that a test fires by hand. */
struct base_watch {
    struct fake_loop *loop;
    unsigned interest;
    base_watch_callback callback;
    void *context;
};

struct base_timer {
    struct fake_loop *loop;
    base_timer_callback callback;
    void *context;
    int64_t delay_ms; /* -1: not set */
};

struct fake_loop {
    struct base_loop loop;
    struct base_watch watch;
    struct base_timer timer;
    int descriptor;
    int freed;
};

static struct base_watch *fake_watch_new(struct base_loop *loop, int descriptor, unsigned interest,
                                         base_watch_callback callback, void *context)
{
    struct fake_loop *fake = (struct fake_loop *)loop;
    fake->descriptor = descriptor;
    fake->watch = (struct base_watch){fake, interest, callback, context};
    return &fake->watch;
}

static void fake_watch_set(struct base_watch *watch, unsigned interest)
{
    watch->interest = interest;
}

static void fake_watch_free(struct base_watch *watch)
{
    watch->loop->freed++;
}

static struct base_timer *fake_timer_new(struct base_loop *loop, base_timer_callback callback,
                                         void *context)
{
    struct fake_loop *fake = (struct fake_loop *)loop;
    fake->timer = (struct base_timer){fake, callback, context, -1};
    return &fake->timer;
}

static void fake_timer_set(struct base_timer *timer, int64_t delay_ms)
{
    timer->delay_ms = delay_ms;
}

static void fake_timer_clear(struct base_timer *timer)
{
    timer->delay_ms = -1;
}
static void fake_timer_free(struct base_timer *timer)
{
    timer->loop->freed++;
}

static int64_t fake_now_ms(struct base_loop *loop)
{
    return ((struct fake_loop *)loop)->descriptor + 1000;
}

static const struct base_loop_operations fake_operations = {
    fake_watch_new, fake_watch_set,   fake_watch_free, fake_timer_new,
    fake_timer_set, fake_timer_clear, fake_timer_free, fake_now_ms,
};

static void note_ready(unsigned ready, void *context)
{
    *(unsigned *)context = ready;
}
static void note_time(void *context)
{
    *(bool *)context = true;
}

static void test_calls_reach_the_implementation(void **state)
{
    (void)state;
    struct fake_loop fake = {.loop = {&fake_operations}};
    unsigned ready = 0;
    struct base_watch *watch = base_watch_new(&fake.loop, 7, BASE_LOOP_READ, note_ready, &ready);
    assert_int_equal(fake.descriptor, 7);
    assert_int_equal(watch->interest, BASE_LOOP_READ);
    base_watch_set(&fake.loop, watch, BASE_LOOP_READ | BASE_LOOP_WRITE);
    assert_int_equal(watch->interest, 3);
    watch->callback(BASE_LOOP_WRITE, watch->context);
    assert_int_equal(ready, BASE_LOOP_WRITE);
    base_watch_free(&fake.loop, watch);
    assert_int_equal(fake.freed, 1);

    bool fired = false;
    struct base_timer *timer = base_timer_new(&fake.loop, note_time, &fired);
    assert_int_equal(timer->delay_ms, -1);
    base_timer_set(&fake.loop, timer, 250);
    assert_int_equal(timer->delay_ms, 250);
    base_timer_clear(&fake.loop, timer);
    assert_int_equal(timer->delay_ms, -1);
    timer->callback(timer->context);
    assert_true(fired);
    base_timer_free(&fake.loop, timer);
    assert_int_equal(fake.freed, 2);
    assert_int_equal(base_loop_now_ms(&fake.loop), 1007);
}

static void test_freeing_nothing(void **state)
{
    (void)state;
    struct fake_loop fake = {.loop = {&fake_operations}};
    base_watch_free(&fake.loop, NULL);
    base_timer_free(&fake.loop, NULL);
    assert_int_equal(fake.freed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calls_reach_the_implementation),
        cmocka_unit_test(test_freeing_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
