#include "poll_loop.h"

#include <poll.h>
#include <stdlib.h>
#include <time.h>

#define WATCHES_MAX 256
#define TIMERS_MAX 256

struct base_watch {
    struct poll_loop *loop;
    int descriptor;
    unsigned interest;
    base_watch_callback callback;
    void *context;
};

struct base_timer {
    struct poll_loop *loop;
    int64_t due_ms; /* -1: not set */
    base_timer_callback callback;
    void *context;
};

struct poll_loop {
    struct base_loop base;
    struct base_watch *watches[WATCHES_MAX];
    struct base_timer *timers[TIMERS_MAX];
};

static int64_t now_ms(struct base_loop *loop)
{
    struct timespec now;
    (void)loop;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct base_watch *watch_new(struct base_loop *loop, int descriptor, unsigned interest,
                                    base_watch_callback callback, void *context)
{
    struct poll_loop *self = (struct poll_loop *)loop;
    struct base_watch *watch = calloc(1, sizeof(*watch));
    *watch = (struct base_watch){self, descriptor, interest, callback, context};
    for (size_t i = 0; i < WATCHES_MAX; i++) {
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
    for (size_t i = 0; i < WATCHES_MAX; i++) {
        if (watch->loop->watches[i] == watch)
            watch->loop->watches[i] = NULL;
    }
    free(watch);
}

static struct base_timer *timer_new(struct base_loop *loop, base_timer_callback callback,
                                    void *context)
{
    struct poll_loop *self = (struct poll_loop *)loop;
    struct base_timer *timer = calloc(1, sizeof(*timer));
    *timer = (struct base_timer){self, -1, callback, context};
    for (size_t i = 0; i < TIMERS_MAX; i++) {
        if (self->timers[i] == NULL) {
            self->timers[i] = timer;
            return timer;
        }
    }
    abort();
}

static void timer_set(struct base_timer *timer, int64_t delay_ms)
{
    timer->due_ms = now_ms(NULL) + delay_ms;
}

static void timer_clear(struct base_timer *timer)
{
    timer->due_ms = -1;
}

static void timer_free(struct base_timer *timer)
{
    for (size_t i = 0; i < TIMERS_MAX; i++) {
        if (timer->loop->timers[i] == timer)
            timer->loop->timers[i] = NULL;
    }
    free(timer);
}

static const struct base_loop_operations operations = {
    watch_new, watch_set, watch_free, timer_new, timer_set, timer_clear, timer_free, now_ms,
};

struct base_loop *poll_loop_new(void)
{
    struct poll_loop *loop = calloc(1, sizeof(*loop));
    loop->base.operations = &operations;
    return &loop->base;
}

void poll_loop_free(struct base_loop *loop)
{
    free(loop);
}

static void run_timers(struct poll_loop *loop)
{
    int64_t now = now_ms(NULL);
    for (size_t i = 0; i < TIMERS_MAX; i++) {
        struct base_timer *timer = loop->timers[i];
        if (timer == NULL || timer->due_ms < 0 || timer->due_ms > now)
            continue;
        timer->due_ms = -1;
        timer->callback(timer->context);
    }
}

void poll_loop_turn(struct base_loop *base, int wait_ms)
{
    struct poll_loop *loop = (struct poll_loop *)base;
    struct pollfd descriptors[WATCHES_MAX];
    struct base_watch *watches[WATCHES_MAX];
    nfds_t count = 0;
    int64_t now = now_ms(NULL);
    for (size_t i = 0; i < TIMERS_MAX; i++) {
        const struct base_timer *timer = loop->timers[i];
        if (timer != NULL && timer->due_ms >= 0 && timer->due_ms - now < wait_ms)
            wait_ms = timer->due_ms > now ? (int)(timer->due_ms - now) : 0;
    }
    for (size_t i = 0; i < WATCHES_MAX; i++) {
        struct base_watch *watch = loop->watches[i];
        if (watch == NULL)
            continue;
        short events = (short)((watch->interest & BASE_LOOP_READ ? POLLIN : 0) |
                               (watch->interest & BASE_LOOP_WRITE ? POLLOUT : 0));
        watches[count] = watch;
        descriptors[count++] = (struct pollfd){watch->descriptor, events, 0};
    }
    (void)poll(descriptors, count, wait_ms);
    for (nfds_t i = 0; i < count; i++) {
        bool is_there = false;
        for (size_t w = 0; w < WATCHES_MAX; w++)
            is_there = is_there || loop->watches[w] == watches[i];
        unsigned ready =
            (descriptors[i].revents & (POLLIN | POLLHUP | POLLERR) ? BASE_LOOP_READ : 0U) |
            (descriptors[i].revents & (POLLOUT | POLLHUP | POLLERR) ? BASE_LOOP_WRITE : 0U);
        if (is_there && ready != 0 && watches[i]->descriptor == descriptors[i].fd)
            watches[i]->callback(ready, watches[i]->context);
    }
    run_timers(loop);
}
