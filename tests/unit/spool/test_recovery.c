#include "spool/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/temporary.h"
#include "driver.h"

static int setup(void **state)
{
    char *path = malloc(256);
    temporary_make(path);
    *state = path;
    return 0;
}

static int teardown(void **state)
{
    temporary_remove(*state);
    free(*state);
    return 0;
}

static void fill(const struct spool_options *options, uint64_t first, uint64_t count)
{
    struct spool *spool = driver_open(options);
    assert_int_equal(driver_put_range(spool, first, count), count);
    spool_close(spool);
}

static void flip(const char *path, off_t place)
{
    int descriptor = open(path, O_RDWR);
    uint8_t byte = 0;
    assert_true(descriptor >= 0 && pread(descriptor, &byte, 1, place) == 1);
    byte ^= 16;
    assert_int_equal(pwrite(descriptor, &byte, 1, place), 1);
    close(descriptor);
}

static void test_pending_records_stay(void **state)
{
    struct spool_options options = driver_options(*state);
    fill(&options, 0, 3000);
    fill(&options, 3000, 10);
    struct spool *spool = driver_open(&options);
    assert_int_equal(spool_counters(spool)->recovered, 3010);
    assert_int_equal(spool_counters(spool)->pending, 3010);
    assert_int_equal(spool_counters(spool)->quarantined, 0);
    assert_int_equal(driver_put_number(spool, 5), STATUS_OK);
    assert_int_equal(spool_counters(spool)->spooled, 0);
    unsigned seen[3010] = {0};
    assert_int_equal(driver_drain(spool, seen, 3010), 3010);
    for (size_t i = 0; i < 3010; i++) {
        assert_int_equal(seen[i], 1);
    }
    driver_check_counters(spool);
    spool_close(spool);
    assert_int_equal(driver_files(*state, ".", ".open"), 1);
}

/* Damage to each part of the first records, to the head, and to the zeros: each open finds the
   rest, and puts the stretch into quarantine once. */
static void test_flipped_bits(void **state)
{
    struct spool_options options = driver_options(*state);
    static const off_t places[] = {3, 16, 22, 26, 35, 45, 50, 70, 150, 400, 1000000, 1048575};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        fill(&options, 0, 20);
        char path[512];
        assert_true(driver_first_segment(*state, path));
        flip(path, places[i]);
        bool is_hit = places[i] >= 16 && places[i] < 1000000;
        size_t before = driver_files(*state, "quarantine", "-damaged");
        for (int round = 0; round < 2; round++) {
            struct spool *spool = driver_open(&options);
            assert_int_equal(spool_counters(spool)->recovered, is_hit ? 19 : 20);
            assert_int_equal(spool_counters(spool)->quarantined, before + 1);
            spool_close(spool);
        }
        assert_int_equal(driver_files(*state, "quarantine", "-damaged"), before + 1);
        struct spool *spool = driver_open(&options);
        assert_int_equal(driver_drain(spool, NULL, 0), is_hit ? 19 : 20);
        spool_close(spool);
    }
}

static void test_torn_file(void **state)
{
    struct spool_options options = driver_options(*state);
    static const off_t lengths[] = {0, 1, 15, 16, 47, 48, 300, 5000, 1048575};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        fill(&options, 0, 1);
        char path[512];
        assert_true(driver_first_segment(*state, path));
        assert_int_equal(truncate(path, lengths[i]), 0);
        struct spool *spool = driver_open(&options);
        size_t expected = lengths[i] >= 300 ? 1 : 0;
        assert_int_equal(spool_counters(spool)->recovered, expected);
        assert_int_equal(driver_drain(spool, NULL, 0), expected);
        spool_close(spool);
    }
}

static void copy_file(const char *from, const char *folder, const char *name)
{
    char to[512], bytes[4096];
    snprintf(to, sizeof to, "%s/%s", folder, name);
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    for (size_t got = fread(bytes, 1, sizeof bytes, in); got > 0;
         got = fread(bytes, 1, sizeof bytes, in)) {
        assert_int_equal(fwrite(bytes, 1, got, out), got);
    }
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

static void test_duplicates_are_one(void **state)
{
    struct spool_options options = driver_options(*state);
    fill(&options, 0, 20);
    char path[512];
    assert_true(driver_first_segment(*state, path));
    copy_file(path, *state, "00000000000000aa.open");
    struct spool *spool = driver_open(&options);
    assert_int_equal(spool_counters(spool)->recovered, 20);
    assert_int_equal(driver_drain(spool, NULL, 0), 20);
    spool_close(spool);
    assert_int_equal(driver_files(*state, ".", ".open"), 1);
}

/* Such a pair cannot be put, but two processes could have left it, one after the other. */
static void test_same_id_with_other_digests_are_two(void **state)
{
    struct spool_options options = driver_options(*state);
    char other[512], path[512];
    snprintf(other, sizeof other, "%s/other", (const char *)*state);
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct spool_record record = driver_record(arena, 1);
    struct spool *spool = driver_open(&options);
    assert_int_equal(driver_put(spool, &record), STATUS_OK);
    spool_close(spool);
    struct spool_options others = driver_options(other);
    spool = driver_open(&others);
    record.digest[1] ^= 1;
    assert_int_equal(driver_put(spool, &record), STATUS_OK);
    spool_close(spool);
    assert_true(driver_first_segment(other, path));
    copy_file(path, *state, "00000000000000aa.open");

    spool = driver_open(&options);
    assert_int_equal(spool_counters(spool)->recovered, 2);
    assert_int_equal(spool_find(spool, record.id, record.digest), SPOOL_PRESENT);
    struct driver_list taken = driver_take(spool, 10);
    assert_int_equal(taken.count, 2);
    base_arena_free(taken.arena);
    spool_close(spool);
}

static void test_other_key(void **state)
{
    struct spool_options options = driver_options(*state), other = options;
    fill(&options, 0, 20);
    other.key = driver_other_key;
    struct spool *spool = NULL;
    struct base_failure failure;
    assert_int_equal(spool_open(&other, &spool, &failure), STATUS_CONFIG);
    assert_non_null(strstr(failure.text, "20 records under another key"));
    spool = driver_open(&options);
    assert_int_equal(spool_counters(spool)->recovered, 20);
    assert_int_equal(spool_counters(spool)->quarantined, 0);
    spool_close(spool);
}

/* Damage that comes while the spool is open is found when the record is taken. */
static void test_damaged_while_open(void **state)
{
    struct spool_options options = driver_options(*state);
    struct spool *spool = driver_open(&options);
    for (uint64_t i = 0; i < 10; i++) {
        assert_int_equal(driver_put_number(spool, i), STATUS_OK);
    }
    char path[512];
    assert_true(driver_first_segment(*state, path));
    flip(path, 100);
    assert_int_equal(driver_drain(spool, NULL, 0), 9);
    const struct spool_counters *counters = spool_counters(spool);
    assert_int_equal(counters->damaged, 1);
    assert_int_equal(counters->quarantined, 1);
    assert_int_equal(counters->pending, 0);
    driver_check_counters(spool);
    assert_int_equal(driver_put_number(spool, 0), STATUS_OK);
    spool_close(spool);
    assert_int_equal(driver_files(*state, "quarantine", "-damaged"), 1);
}

/* What a process was making when it died is made again. */
static void test_unfinished_files(void **state)
{
    struct spool_options options = driver_options(*state);
    fill(&options, 0, 3);
    temporary_write(*state, "00000000000000aa.open.new", "half", 0600);
    temporary_write(*state, "copy.new", "half", 0600);
    temporary_write(*state, "quarantine/0000000000000001-00000010-damaged.new", "half", 0600);
    temporary_write(*state, "notes.txt", "of the sysadmin", 0600);
    struct spool *spool = driver_open(&options);
    assert_int_equal(spool_counters(spool)->recovered, 3);
    assert_int_equal(spool_counters(spool)->quarantined, 0);
    assert_int_equal(driver_drain(spool, NULL, 0), 3);
    spool_close(spool);
    assert_int_equal(driver_files(*state, ".", ".new"), 0);
    assert_int_equal(driver_files(*state, "quarantine", ""), 0);
    assert_int_equal(driver_files(*state, ".", "notes.txt"), 1);
}

static void test_other_size_of_segments(void **state)
{
    struct spool_options options = driver_options(*state);
    fill(&options, 0, 3000);
    options.segment_bytes = 2 * MIB;
    fill(&options, 3000, 1000);
    struct spool *spool = driver_open(&options);
    assert_int_equal(spool_counters(spool)->recovered, 4000);
    assert_int_equal(driver_drain(spool, NULL, 0), 4000);
    driver_wait(spool);
    assert_int_equal(spool_counters(spool)->bytes, 2 * MIB);
    spool_close(spool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pending_records_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(test_flipped_bits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_torn_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_duplicates_are_one, setup, teardown),
        cmocka_unit_test_setup_teardown(test_same_id_with_other_digests_are_two, setup, teardown),
        cmocka_unit_test_setup_teardown(test_other_key, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damaged_while_open, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unfinished_files, setup, teardown),
        cmocka_unit_test_setup_teardown(test_other_size_of_segments, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
