#include "base/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/temporary.h"

#define KEY_LINE "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

static int make_folder(void **state)
{
    static char path[256];
    temporary_make(path);
    *state = path;
    return 0;
}

static int remove_folder(void **state)
{
    temporary_remove(*state);
    return 0;
}

/* The path of something in the folder; valid until the next call. */
static const char *inside(const char *folder, const char *name)
{
    static char path[1024];
    assert_in_range(snprintf(path, sizeof(path), "%s/%s", folder, name), 1, sizeof(path) - 1);
    return path;
}

static struct base_keyring *read_good(const char *directory)
{
    struct base_keyring *keyring = NULL;
    struct base_failure failure;
    if (base_keyring_read(directory, &keyring, &failure) != STATUS_OK) {
        fail_msg("%s", failure.text);
    }
    return keyring;
}

/* Reading fails, and the message holds `part` but no key. */
static void check_refused(const char *directory, const char *part)
{
    struct base_keyring *keyring = NULL;
    struct base_failure failure;
    assert_int_equal(base_keyring_read(directory, &keyring, &failure), STATUS_CONFIG);
    assert_null(keyring);
    if (strstr(failure.text, part) == NULL) {
        fail_msg("\"%s\" is not in: %s", part, failure.text);
    }
    assert_null(strstr(failure.text, "0405060708"));
}

static void test_missing_folder_is_empty(void **state)
{
    struct base_keyring *keyring = read_good(inside(*state, "nowhere"));
    assert_null(base_keyring_find(keyring, BASE_TEXT("demo")));
    base_keyring_free(keyring);
    base_keyring_free(NULL);
}

static void test_create_then_read(void **state)
{
    const char *directory = inside(*state, "keys");
    char copy[1024];
    strcpy(copy, directory);
    size_t created = 99;
    struct base_failure failure;
    mode_t before = umask(0077);
    assert_int_equal(base_keyring_create(copy, "demo", NULL, 0, &created, &failure), STATUS_OK);
    umask(before);
    assert_int_equal(created, 2);
    struct base_keyring *first = read_good(copy);
    assert_int_equal(base_keyring_create(copy, "demo", NULL, 0, &created, &failure), STATUS_OK);
    assert_int_equal(created, 0);
    const int cycles[] = {1, 12};
    assert_int_equal(base_keyring_create(copy, "other", cycles, 2, &created, &failure), STATUS_OK);
    assert_int_equal(created, 3);
    struct base_keyring *second = read_good(copy);

    const struct base_programme_keys *keys = base_keyring_find(first, BASE_TEXT("demo"));
    const struct base_programme_keys *again = base_keyring_find(second, BASE_TEXT("demo"));
    const struct base_programme_keys *other = base_keyring_find(second, BASE_TEXT("other"));
    assert_non_null(keys);
    assert_null(base_keyring_find(first, BASE_TEXT("other")));
    assert_null(base_keyring_find(second, BASE_TEXT("dem")));
    assert_null(base_keyring_find(second, BASE_TEXT("demos")));
    assert_string_equal(keys->programme, "demo");
    assert_memory_equal(keys->token.bytes, again->token.bytes, BASE_KEY_BYTES);
    assert_memory_equal(keys->linkage.bytes, again->linkage.bytes, BASE_KEY_BYTES);
    assert_memory_not_equal(keys->token.bytes, other->token.bytes, BASE_KEY_BYTES);
    assert_memory_not_equal(keys->token.bytes, keys->receipt.bytes, BASE_KEY_BYTES);
    assert_ptr_equal(base_programme_keys_linkage(keys, 7), &keys->linkage);
    assert_int_equal(other->cycle_count, 2);
    assert_non_null(base_programme_keys_linkage(other, 12));
    assert_non_null(base_programme_keys_linkage(other, 1));
    assert_null(base_programme_keys_linkage(other, 2));
    base_keyring_free(first);
    base_keyring_free(second);
}

static void test_modes_do_not_follow_the_umask(void **state)
{
    char directory[1024];
    strcpy(directory, inside(*state, "keys"));
    size_t created;
    struct base_failure failure;
    mode_t before = umask(0077);
    assert_int_equal(base_keyring_create(directory, "demo", NULL, 0, &created, &failure),
                     STATUS_OK);
    umask(before);
    struct stat status;
    assert_int_equal(stat(inside(directory, "demo"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0750);
    assert_int_equal(stat(inside(directory, "demo/secret"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    assert_int_equal(status.st_size, 65);
}

static void check_owner(const char *path, mode_t mode)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_uid, 4711);
    assert_int_equal(status.st_gid, 4712);
    assert_int_equal(status.st_mode & 07777, mode);
}

/* The daemon, which is not root, must be able to read what root made. */
static void test_root_makes_keys_for_the_owner_of_the_folder(void **state)
{
    if (geteuid() != 0) {
        skip();
    }
    static const mode_t modes[] = {02750, 0750, 0700};
    const int cycle = 3;
    size_t created;
    struct base_failure failure;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        char directory[1024], name[16];
        snprintf(name, sizeof(name), "keys-%zu", i);
        strcpy(directory, inside(*state, name));
        assert_int_equal(mkdir(directory, 0700), 0);
        assert_int_equal(chown(directory, 4711, 4712), 0);
        assert_int_equal(chmod(directory, modes[i]), 0);
        mode_t before = umask(0077);
        assert_int_equal(base_keyring_create(directory, "demo", &cycle, 1, &created, &failure),
                         STATUS_OK);
        umask(before);
        check_owner(inside(directory, "demo"), modes[i]);
        check_owner(inside(directory, "demo/secret"), 0640);
        check_owner(inside(directory, "demo/linkage-3"), 0640);
    }
}

static void test_linkage_cannot_change(void **state)
{
    size_t created;
    struct base_failure failure;
    const int cycle = 3;
    assert_int_equal(base_keyring_create(*state, "demo", NULL, 0, &created, &failure), STATUS_OK);
    assert_int_equal(base_keyring_create(*state, "demo", &cycle, 1, &created, &failure),
                     STATUS_CONFLICT);
    assert_int_equal(created, 0);
    assert_int_equal(base_keyring_create(*state, "other", &cycle, 1, &created, &failure),
                     STATUS_OK);
    assert_int_equal(base_keyring_create(*state, "other", NULL, 0, &created, &failure),
                     STATUS_CONFLICT);
    base_keyring_free(read_good(*state));
}

static void test_create_refuses_bad_names(void **state)
{
    size_t created;
    struct base_failure failure;
    const char *const names[] = {"", "..", "a/b", "A", ".demo"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_int_equal(base_keyring_create(*state, names[i], NULL, 0, &created, &failure),
                         STATUS_USAGE);
    }
    const int cycle = 0;
    assert_int_equal(base_keyring_create(*state, "demo", &cycle, 1, &created, &failure),
                     STATUS_USAGE);
    assert_int_not_equal(access(inside(*state, "demo"), F_OK), 0);
    assert_int_equal(
        base_keyring_create(inside(*state, "a/b"), "demo", NULL, 0, &created, &failure), STATUS_IO);
}

static void test_bad_files_are_refused(void **state)
{
    const char *folder = *state;
    assert_int_equal(mkdir(inside(folder, "demo"), 0750), 0);
    char demo[1024];
    strcpy(demo, inside(folder, "demo"));
    base_keyring_free(read_good(folder)); /* empty: keys are being made */
    temporary_write(demo, "linkage", KEY_LINE, 0640);
    check_refused(folder, "demo: the file secret is missing");
    const char *const contents[] = {
        "",
        "\n",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        KEY_LINE "\n",
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1\n",
        "0g0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"};
    for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        temporary_write(demo, "secret", contents[i], 0640);
        check_refused(folder, "demo/secret: not a key");
    }
    temporary_write(demo, "secret", KEY_LINE, 0644);
    check_refused(folder, "demo/secret: a key that every user");
    temporary_write(demo, "secret", KEY_LINE, 0600);
    base_keyring_free(read_good(folder));
    temporary_write(demo, "linkage-1", KEY_LINE, 0640);
    check_refused(folder, "only one kind");
    unlink(inside(demo, "linkage-1"));
    assert_int_equal(mkdir(inside(demo, "linkage-2"), 0750), 0);
    check_refused(folder, "linkage-2: not a file");
}

static void test_forgotten_copies_are_refused(void **state)
{
    const char *folder = *state;
    assert_int_equal(mkdir(inside(folder, "demo"), 0750), 0);
    char demo[1024];
    strcpy(demo, inside(folder, "demo"));
    temporary_write(demo, "secret", KEY_LINE, 0640);
    const char *const names[] = {"linkage~",      "linkage-01", "linkage-0",          "linkage-",
                                 "linkage-1.bak", "secret.old", "linkage-99999999999"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        temporary_write(demo, names[i], KEY_LINE, 0640);
        check_refused(folder, names[i]);
        unlink(inside(demo, names[i]));
    }
    temporary_write(demo, "README", "what this is", 0644);
    temporary_write(demo, ".secret.draft", "half", 0640);
    temporary_write(folder, "note", "no programme", 0644);
    base_keyring_free(read_good(folder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_missing_folder_is_empty, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_create_then_read, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_modes_do_not_follow_the_umask, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_root_makes_keys_for_the_owner_of_the_folder,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_linkage_cannot_change, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_create_refuses_bad_names, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_bad_files_are_refused, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_forgotten_copies_are_refused, make_folder,
                                        remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
