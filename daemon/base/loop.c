#include "base/loop.h"

#include <assert.h>
#include <stddef.h>

struct base_watch *base_watch_new(struct base_loop *loop, int descriptor, unsigned interest,
                                  base_watch_callback callback, void *context)
{
    assert(descriptor >= 0 && callback != NULL);
    return loop->operations->watch_new(loop, descriptor, interest, callback, context);
}

void base_watch_set(struct base_loop *loop, struct base_watch *watch, unsigned interest)
{
    assert((interest & ~(unsigned)(BASE_LOOP_READ | BASE_LOOP_WRITE)) == 0);
    loop->operations->watch_set(watch, interest);
}

void base_watch_free(struct base_loop *loop, struct base_watch *watch)
{
    if (watch != NULL) {
        loop->operations->watch_free(watch);
    }
}

struct base_timer *base_timer_new(struct base_loop *loop, base_timer_callback callback,
                                  void *context)
{
    assert(callback != NULL);
    return loop->operations->timer_new(loop, callback, context);
}

void base_timer_set(struct base_loop *loop, struct base_timer *timer, int64_t delay_ms)
{
    assert(delay_ms >= 0);
    loop->operations->timer_set(timer, delay_ms);
}

void base_timer_clear(struct base_loop *loop, struct base_timer *timer)
{
    loop->operations->timer_clear(timer);
}

void base_timer_free(struct base_loop *loop, struct base_timer *timer)
{
    if (timer != NULL) {
        loop->operations->timer_free(timer);
    }
}

int64_t base_loop_now_ms(struct base_loop *loop)
{
    return loop->operations->now_ms(loop);
}
