#include "fake_loop.h"

#include <assert.h>
#include <stdlib.h>

#define SLOTS 64

struct base_watch {
    struct fake_loop *loop;
    int descriptor;
    unsigned interest;
    base_watch_callback callback;
    void *context;
};

struct base_timer {
    struct fake_loop *loop;
    int64_t due_ms; /* -1: not set */
    base_timer_callback callback;
    void *context;
};

struct fake_loop {
    struct base_loop base;
    int64_t now_ms;
    struct base_watch *watches[SLOTS];
    struct base_timer *timers[SLOTS];
};

static struct base_watch *watch_new(struct base_loop *loop, int descriptor, unsigned interest,
                                    base_watch_callback callback, void *context)
{
    struct fake_loop *self = (struct fake_loop *)loop;
    struct base_watch *watch = calloc(1, sizeof(*watch));
    *watch = (struct base_watch){self, descriptor, interest, callback, context};
    assert(fake_loop_interest(loop, descriptor) == 0);
    for (size_t i = 0; i < SLOTS; i++) {
        if (self->watches[i] == NULL) {
            self->watches[i] = watch;
            return watch;
        }
    }
    abort();
}

static void watch_set(struct base_watch *watch, unsigned interest)
{
    watch->interest = interest;
}

static void watch_free(struct base_watch *watch)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (watch->loop->watches[i] == watch)
            watch->loop->watches[i] = NULL;
    }
    free(watch);
}

static struct base_timer *timer_new(struct base_loop *loop, base_timer_callback callback,
                                    void *context)
{
    struct fake_loop *self = (struct fake_loop *)loop;
    struct base_timer *timer = calloc(1, sizeof(*timer));
    *timer = (struct base_timer){self, -1, callback, context};
    for (size_t i = 0; i < SLOTS; i++) {
        if (self->timers[i] == NULL) {
            self->timers[i] = timer;
            return timer;
        }
    }
    abort();
}

static void timer_set(struct base_timer *timer, int64_t delay_ms)
{
    assert(delay_ms >= 0);
    timer->due_ms = timer->loop->now_ms + delay_ms;
}

static void timer_clear(struct base_timer *timer)
{
    timer->due_ms = -1;
}

static void timer_free(struct base_timer *timer)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (timer->loop->timers[i] == timer)
            timer->loop->timers[i] = NULL;
    }
    free(timer);
}

static int64_t now_ms(struct base_loop *loop)
{
    return ((struct fake_loop *)loop)->now_ms;
}

static const struct base_loop_operations operations = {
    watch_new, watch_set, watch_free, timer_new, timer_set, timer_clear, timer_free, now_ms,
};

struct base_loop *fake_loop_new(void)
{
    struct fake_loop *loop = calloc(1, sizeof(*loop));
    loop->base.operations = &operations;
    loop->now_ms = 1000000;
    return &loop->base;
}

void fake_loop_free(struct base_loop *loop)
{
    struct fake_loop *self = (struct fake_loop *)loop;
    for (size_t i = 0; i < SLOTS; i++)
        assert(self->watches[i] == NULL && self->timers[i] == NULL);
    free(self);
}

static struct base_timer *next_timer(const struct fake_loop *loop)
{
    struct base_timer *next = NULL;
    for (size_t i = 0; i < SLOTS; i++) {
        struct base_timer *timer = loop->timers[i];
        if (timer != NULL && timer->due_ms >= 0 && (next == NULL || timer->due_ms < next->due_ms))
            next = timer;
    }
    return next;
}

int64_t fake_loop_next_timer(const struct base_loop *loop)
{
    const struct fake_loop *self = (const struct fake_loop *)loop;
    const struct base_timer *next = next_timer(self);
    return next ? next->due_ms - self->now_ms : -1;
}

void fake_loop_advance(struct base_loop *loop, int64_t milliseconds)
{
    struct fake_loop *self = (struct fake_loop *)loop;
    int64_t until = self->now_ms + milliseconds;
    struct base_timer *next;
    unsigned turns = 0;
    while ((next = next_timer(self)) != NULL && next->due_ms <= until) {
        assert(++turns < 10000); /* a timer that sets itself for now, for ever */
        if (next->due_ms > self->now_ms)
            self->now_ms = next->due_ms;
        next->due_ms = -1;
        next->callback(next->context);
    }
    self->now_ms = until;
}

static struct base_watch *watch_of(const struct fake_loop *loop, int descriptor)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (loop->watches[i] != NULL && loop->watches[i]->descriptor == descriptor)
            return loop->watches[i];
    }
    return NULL;
}

void fake_loop_ready(struct base_loop *loop, int descriptor, unsigned ready)
{
    struct base_watch *watch = watch_of((struct fake_loop *)loop, descriptor);
    assert(watch != NULL);
    if ((watch->interest & ready) != 0)
        watch->callback(watch->interest & ready, watch->context);
}

unsigned fake_loop_interest(const struct base_loop *loop, int descriptor)
{
    const struct base_watch *watch = watch_of((const struct fake_loop *)loop, descriptor);
    return watch ? watch->interest : 0;
}
