#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_pieces_are_aligned_and_apart(void **state)
{
    (void)state;
    struct base_arena *arena = base_arena_new();
    enum { COUNT = 3000 };
    static char *pieces[COUNT];
    static size_t sizes[COUNT];
    size_t total = 0;
    for (size_t i = 0; i < COUNT; i++) {
        sizes[i] = i * 7919 % 1500;
        pieces[i] = base_arena_alloc(arena, sizes[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        memset(pieces[i], (int)(i % 251), sizes[i]);
        total += sizes[i];
    }
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < sizes[i]; j++) {
            assert_int_equal((unsigned char)pieces[i][j], i % 251);
        }
    }
    assert_int_equal(base_arena_used(arena), total);
    base_arena_free(arena);
}

static void test_sizes_at_the_borders(void **state)
{
    (void)state;
    const size_t sizes[] = {0, 1, 15, 16, 17, 511, 512, 513, 2048, 65536, 65537, 10000000};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        for (int round = 0; round < 5; round++) {
            char *bytes = base_arena_alloc(arena, sizes[i]);
            assert_non_null(bytes);
            memset(bytes, 0xa5, sizes[i]);
        }
        assert_int_equal(base_arena_used(arena), 5 * sizes[i]);
    }
}

static void test_objects_are_zeroed(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    memset(base_arena_alloc(arena, 1000), 0xff, 1000);
    long *numbers = base_arena_array(arena, long, 500);
    for (size_t i = 0; i < 500; i++) {
        assert_int_equal(numbers[i], 0);
    }
    assert_non_null(base_arena_array(arena, long, 0));
}

static void test_copies_and_formats(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert_string_equal(base_arena_copy(arena, "abcdef", 3), "abc");
    assert_string_equal(base_arena_copy(arena, NULL, 0), "");
    assert_string_equal(base_arena_string(arena, ""), "");
    assert_string_equal(base_arena_format(arena, "%s-%d", "x", 42), "x-42");
    for (size_t length = 250; length < 262; length++) {
        char expected[300];
        memset(expected, 'y', length);
        expected[length] = '\0';
        assert_string_equal(base_arena_format(arena, "%s", expected), expected);
    }
}

struct order {
    char *out;
    char name;
};

static void note_order(void *object)
{
    struct order *order = object;
    size_t length = strlen(order->out);
    order->out[length] = order->name;
    order->out[length + 1] = '\0';
}

static void test_cleanups_run_last_first(void **state)
{
    (void)state;
    char out[4] = "";
    struct order orders[] = {{out, 'a'}, {out, 'b'}, {out, 'c'}};
    struct base_arena *arena = base_arena_new();
    for (size_t i = 0; i < 3; i++) {
        base_arena_on_free(arena, note_order, &orders[i]);
    }
    assert_string_equal(out, "");
    base_arena_free(arena);
    assert_string_equal(out, "cba");
    base_arena_free(NULL);
}

/* The signal that ends a child that runs `action`, 0 if it ends by itself. */
static int signal_of(void (*action)(struct base_arena *arena))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        close(STDERR_FILENO);
        action(base_arena_new());
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void overflow_product(struct base_arena *arena)
{
    base_arena_zalloc(arena, SIZE_MAX / 2, 3);
}

static void overflow_size(struct base_arena *arena)
{
    base_arena_alloc(arena, SIZE_MAX - 8);
}

static void overflow_nothing(struct base_arena *arena)
{
    base_arena_zalloc(arena, 10, 10);
}

static void test_overflow_aborts(void **state)
{
    (void)state;
    assert_int_equal(signal_of(overflow_product), SIGABRT);
    assert_int_equal(signal_of(overflow_size), SIGABRT);
    assert_int_equal(signal_of(overflow_nothing), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_are_aligned_and_apart),
        cmocka_unit_test(test_sizes_at_the_borders),
        cmocka_unit_test(test_objects_are_zeroed),
        cmocka_unit_test(test_copies_and_formats),
        cmocka_unit_test(test_cleanups_run_last_first),
        cmocka_unit_test(test_overflow_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
