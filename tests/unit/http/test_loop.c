#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "http/loop.h"

/* What happened, a letter each, and when to stop. */
struct story {
    struct http_loop *loop;
    struct base_loop *base;
    struct base_timer *timer;
    struct base_watch *watch;
    char happened[64];
    size_t length, stop_at;
};

static void note(struct story *story, char letter)
{
    assert_true(story->length + 1 < sizeof story->happened);
    story->happened[story->length++] = letter;
    if (story->length == story->stop_at) {
        http_loop_stop(story->loop);
    }
}

static struct story begin(size_t stop_at)
{
    struct story story = {.loop = http_loop_new(), .stop_at = stop_at};
    story.base = http_loop_base(story.loop);
    return story;
}

static void end(struct story *story, const char *wanted)
{
    assert_string_equal(story->happened, wanted);
    http_loop_free(story->loop);
}

static void on_a(void *context)
{
    note(context, 'a');
}
static void on_b(void *context)
{
    note(context, 'b');
}

static void test_posts_run_in_order_and_later(void **state)
{
    (void)state;
    struct story story = begin(3);
    http_loop_post(story.loop, on_a, &story);
    http_loop_post(story.loop, on_b, &story);
    http_loop_post(story.loop, on_a, &story);
    assert_int_equal(story.length, 0);
    http_loop_run(story.loop);
    end(&story, "aba");
}

static void *post_from_a_thread(void *context)
{
    struct story *story = context;
    for (int i = 0; i < 10; i++) {
        http_loop_post(story->loop, on_a, story);
    }
    http_loop_post(story->loop, on_b, story);
    return NULL;
}

static void test_posts_of_another_thread(void **state)
{
    (void)state;
    struct story story = begin(11);
    pthread_t thread;
    pthread_create(&thread, NULL, post_from_a_thread, &story);
    http_loop_run(story.loop);
    pthread_join(thread, NULL);
    end(&story, "aaaaaaaaaab");
}

static void post_again(void *context)
{
    struct story *story = context;
    http_loop_post(story->loop, on_b, story);
    note(story, 'a');
}

static void test_a_post_may_post(void **state)
{
    (void)state;
    struct story story = begin(2);
    http_loop_post(story.loop, post_again, &story);
    http_loop_run(story.loop);
    end(&story, "ab");
}

static void test_unrun_posts_are_dropped(void **state)
{
    (void)state;
    struct story story = begin(1);
    http_loop_post(story.loop, on_a, &story);
    end(&story, "");
}

static void test_timers_fire_once_in_order(void **state)
{
    (void)state;
    struct story story = begin(2);
    struct base_timer *late = base_timer_new(story.base, on_b, &story);
    struct base_timer *soon = base_timer_new(story.base, on_a, &story);
    struct base_timer *never = base_timer_new(story.base, on_a, &story);
    base_timer_set(story.base, late, 3);
    base_timer_set(story.base, soon, 0);
    base_timer_set(story.base, never, 1);
    base_timer_clear(story.base, never);
    base_timer_clear(story.base, never);
    http_loop_run(story.loop);
    base_timer_free(story.base, late);
    base_timer_free(story.base, soon);
    base_timer_free(story.base, never);
    end(&story, "ab");
}

static void free_timer(void *context)
{
    struct story *story = context;
    base_timer_free(story->base, story->timer);
    note(story, 'f');
}

static void test_a_timer_may_free_itself(void **state)
{
    (void)state;
    struct story story = begin(1);
    story.timer = base_timer_new(story.base, free_timer, &story);
    base_timer_set(story.base, story.timer, 0);
    http_loop_run(story.loop);
    end(&story, "f");
}

static void test_setting_a_timer_again_moves_it(void **state)
{
    (void)state;
    struct story story = begin(2);
    struct base_timer *moved = base_timer_new(story.base, on_b, &story);
    struct base_timer *other = base_timer_new(story.base, on_a, &story);
    int64_t begun = base_loop_now_ms(story.base);
    base_timer_set(story.base, moved, 1);
    base_timer_set(story.base, other, 3);
    base_timer_set(story.base, moved, 8);
    http_loop_run(story.loop);
    assert_true(base_loop_now_ms(story.base) - begun >= 7);
    base_timer_free(story.base, moved);
    base_timer_free(story.base, other);
    end(&story, "ab");
}

static void on_ready(unsigned ready, void *context)
{
    struct story *story = context;
    note(story, ready == BASE_LOOP_READ ? 'r' : ready == BASE_LOOP_WRITE ? 'w' : '2');
    /* First writable, then readable too, then only readability is asked for. */
    base_watch_set(story->base, story->watch,
                   story->length == 1 ? (unsigned)(BASE_LOOP_READ | BASE_LOOP_WRITE)
                                      : (unsigned)BASE_LOOP_READ);
}

static void test_watches(void **state)
{
    (void)state;
    struct story story = begin(4);
    int descriptor = eventfd(1, EFD_NONBLOCK);
    story.watch = base_watch_new(story.base, descriptor, BASE_LOOP_WRITE, on_ready, &story);
    http_loop_run(story.loop);
    base_watch_set(story.base, story.watch, 0);
    struct base_timer *timer = base_timer_new(story.base, on_a, &story);
    story.stop_at = 5;
    base_timer_set(story.base, timer, 3);
    http_loop_run(story.loop);
    base_timer_free(story.base, timer);
    base_watch_free(story.base, story.watch);
    close(descriptor);
    end(&story, "w2rra");
}

static void free_watch(unsigned ready, void *context)
{
    (void)ready;
    struct story *story = context;
    base_watch_free(story->base, story->watch);
    note(story, 'f');
}

static void test_a_watch_may_free_itself(void **state)
{
    (void)state;
    struct story story = begin(1);
    int descriptor = eventfd(1, EFD_NONBLOCK);
    story.watch = base_watch_new(story.base, descriptor, BASE_LOOP_READ, free_watch, &story);
    http_loop_run(story.loop);
    close(descriptor);
    end(&story, "f");
}

static void on_signal(int signal_number, void *context)
{
    note(context, signal_number == SIGUSR1 ? 's' : '?');
}

static void raise_signal(void *context)
{
    (void)context;
    raise(SIGUSR1);
}

static void test_signals(void **state)
{
    (void)state;
    struct story story = begin(2);
    http_loop_on_signal(story.loop, SIGUSR1, on_signal, &story);
    http_loop_post(story.loop, raise_signal, NULL);
    struct base_timer *timer = base_timer_new(story.base, raise_signal, NULL);
    base_timer_set(story.base, timer, 3);
    http_loop_run(story.loop);
    base_timer_free(story.base, timer);
    end(&story, "ss");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_posts_run_in_order_and_later),
        cmocka_unit_test(test_posts_of_another_thread),
        cmocka_unit_test(test_a_post_may_post),
        cmocka_unit_test(test_unrun_posts_are_dropped),
        cmocka_unit_test(test_timers_fire_once_in_order),
        cmocka_unit_test(test_a_timer_may_free_itself),
        cmocka_unit_test(test_setting_a_timer_again_moves_it),
        cmocka_unit_test(test_watches),
        cmocka_unit_test(test_a_watch_may_free_itself),
        cmocka_unit_test(test_signals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
