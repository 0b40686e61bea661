#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/key.h"
#include "key_derive.h"

#define KEY_FILE_BYTES (2 * BASE_KEY_BYTES + 1)

struct base_keyring {
    struct base_arena *arena;
    struct base_programme_keys *programmes; /* by name, ascending */
    size_t count;
};

/* What the folder of one programme holds while it is read. */
struct programme_folder {
    const char *path;
    bool has_secret;
    struct base_key secret;
    bool has_linkage;
    struct base_key linkage;
    int *cycles;
    struct base_key *cycle_linkage;
    size_t cycle_count;
    size_t cycle_capacity;
};

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0) {
        close(*descriptor);
    }
}

static void close_directory(DIR **directory)
{
    if (*directory != NULL) {
        closedir(*directory);
    }
}

/* Reads until the end or until the array is full; -1 on error. */
static ssize_t read_fully(int descriptor, char *bytes, size_t capacity)
{
    size_t length = 0;
    while (length < capacity) {
        ssize_t got = read(descriptor, bytes + length, capacity - length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        length += (size_t)got;
    }
    return (ssize_t)length;
}

static enum base_status check_mode(int descriptor, const char *path, struct base_failure *reterr)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", path, strerror(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: not a file; a key is a plain file",
                                path);
    }
    if ((status.st_mode & S_IRWXO) != 0) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: a key that every user of this machine may read; "
                                "make it private with chmod 0640",
                                path);
    }
    return STATUS_OK;
}

static enum base_status read_key(const char *path, struct base_key *ret_key,
                                 struct base_failure *reterr)
{
    __attribute__((cleanup(close_descriptor))) int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", path, strerror(errno));
    }
    enum base_status status = check_mode(descriptor, path, reterr);
    if (status != STATUS_OK) {
        return status;
    }
    char content[KEY_FILE_BYTES + 1];
    ssize_t length = read_fully(descriptor, content, sizeof(content));
    if (length < 0) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", path, strerror(errno));
    }
    size_t bytes = 0;
    bool valid = length == KEY_FILE_BYTES && content[KEY_FILE_BYTES - 1] == '\n' &&
                 base_text_from_hex((struct base_text){content, KEY_FILE_BYTES - 1}, ret_key->bytes,
                                    BASE_KEY_BYTES, &bytes) &&
                 bytes == BASE_KEY_BYTES;
    OPENSSL_cleanse(content, sizeof(content));
    if (!valid) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: not a key; it would be 64 hexadecimal digits in small "
                                "letters and a newline. Restore it from your copy of the keys",
                                path);
    }
    return STATUS_OK;
}

enum base_status base_key_file_read(const char *path, struct base_key *ret_key,
                                    struct base_failure *reterr)
{
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        return base_failure_set(reterr, STATUS_NOT_FOUND, "%s: there is no such file", path);
    }
    return read_key(path, ret_key, reterr);
}

static void folder_clear(struct programme_folder *folder)
{
    OPENSSL_cleanse(&folder->secret, sizeof(folder->secret));
    OPENSSL_cleanse(&folder->linkage, sizeof(folder->linkage));
    if (folder->cycle_linkage != NULL) {
        OPENSSL_cleanse(folder->cycle_linkage,
                        folder->cycle_capacity * sizeof(*folder->cycle_linkage));
    }
    free(folder->cycle_linkage);
    free(folder->cycles);
}

static struct base_key *folder_add_cycle(struct programme_folder *folder, int cycle)
{
    if (folder->cycle_count == folder->cycle_capacity) {
        size_t capacity = folder->cycle_capacity == 0 ? 8 : folder->cycle_capacity * 2;
        /* Not realloc: it would leave copies of keys behind. */
        int *cycles = calloc(capacity, sizeof(*cycles));
        struct base_key *keys = calloc(capacity, sizeof(*keys));
        if (cycles == NULL || keys == NULL) {
            abort();
        }
        if (folder->cycle_count > 0) {
            memcpy(cycles, folder->cycles, folder->cycle_count * sizeof(*cycles));
            memcpy(keys, folder->cycle_linkage, folder->cycle_count * sizeof(*keys));
            OPENSSL_cleanse(folder->cycle_linkage, folder->cycle_count * sizeof(*keys));
        }
        free(folder->cycles);
        free(folder->cycle_linkage);
        folder->cycles = cycles;
        folder->cycle_linkage = keys;
        folder->cycle_capacity = capacity;
    }
    folder->cycles[folder->cycle_count] = cycle;
    return &folder->cycle_linkage[folder->cycle_count++];
}

/* The number in "linkage-<cycle>", written as a number is written. */
static bool cycle_of(struct base_text name, int *ret_cycle)
{
    struct base_text prefix = BASE_TEXT("linkage-");
    if (!base_text_starts_with(name, prefix)) {
        return false;
    }
    struct base_text digits = {name.data + prefix.length, name.length - prefix.length};
    int64_t cycle;
    if (digits.length == 0 || digits.data[0] < '1' || digits.data[0] > '9' ||
        !base_text_integer(digits, &cycle) || cycle > INT_MAX) {
        return false;
    }
    *ret_cycle = (int)cycle;
    return true;
}

static enum base_status folder_read_entry(struct programme_folder *folder, const char *entry,
                                          struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text name = base_text_of(entry);
    const char *path = base_arena_format(arena, "%s/%s", folder->path, entry);
    int cycle;
    if (base_text_equal_string(name, "secret")) {
        folder->has_secret = true;
        return read_key(path, &folder->secret, reterr);
    }
    if (base_text_equal_string(name, "linkage")) {
        folder->has_linkage = true;
        return read_key(path, &folder->linkage, reterr);
    }
    if (cycle_of(name, &cycle)) {
        return read_key(path, folder_add_cycle(folder, cycle), reterr);
    }
    if (base_text_starts_with(name, BASE_TEXT("secret")) ||
        base_text_starts_with(name, BASE_TEXT("linkage"))) {
        /* A forgotten copy would outlive the key that sealing destroys. */
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: looks like a copy of a key, but is not a key file; keep "
                                "copies in another folder, or remove it",
                                path);
    }
    return STATUS_OK;
}

static enum base_status folder_read(struct programme_folder *folder, struct base_failure *reterr)
{
    __attribute__((cleanup(close_directory))) DIR *directory = opendir(folder->path);
    if (directory == NULL) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", folder->path, strerror(errno));
    }
    const struct dirent *entry;
    while (errno = 0, (entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        enum base_status status = folder_read_entry(folder, entry->d_name, reterr);
        if (status != STATUS_OK) {
            return status;
        }
    }
    if (errno != 0) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", folder->path, strerror(errno));
    }
    if (!folder->has_secret && (folder->has_linkage || folder->cycle_count > 0)) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: the file secret is missing; restore it from your copy of "
                                "the keys",
                                folder->path);
    }
    if (folder->has_linkage && folder->cycle_count > 0) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: holds linkage keys of the programme and of single cycles; "
                                "only one kind can be right",
                                folder->path);
    }
    return STATUS_OK;
}

/* Derives the keys and copies the linkage keys to the keyring. */
static void keyring_add(struct base_keyring *keyring, struct base_programme_keys *keys,
                        const char *programme, const struct programme_folder *folder)
{
    keys->programme = base_arena_string(keyring->arena, programme);
    key_derive_purpose(&folder->secret, "surveyd token", &keys->token);
    key_derive_purpose(&folder->secret, "surveyd locator", &keys->locator);
    key_derive_purpose(&folder->secret, "surveyd receipt", &keys->receipt);
    key_derive_purpose(&folder->secret, "surveyd open", &keys->open);
    key_derive_purpose(&folder->secret, "surveyd form", &keys->form);
    keys->has_linkage = folder->has_linkage;
    keys->linkage = folder->linkage;
    int *cycles = base_arena_array(keyring->arena, int, folder->cycle_count);
    struct base_key *linkage =
        base_arena_array(keyring->arena, struct base_key, folder->cycle_count);
    if (folder->cycle_count > 0) {
        memcpy(cycles, folder->cycles, folder->cycle_count * sizeof(*cycles));
        memcpy(linkage, folder->cycle_linkage, folder->cycle_count * sizeof(*linkage));
    }
    keys->cycle_count = folder->cycle_count;
    keys->cycles = cycles;
    keys->cycle_linkage = linkage;
    keyring->count++;
}

static int select_programme(const struct dirent *entry)
{
    return base_text_is_identifier(base_text_of(entry->d_name));
}

static int compare_entries(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

static enum base_status read_programme(struct base_keyring *keyring, const char *directory,
                                       const char *programme, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *path = base_arena_format(arena, "%s/%s", directory, programme);
    struct stat file;
    if (stat(path, &file) != 0) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", path, strerror(errno));
    }
    if (!S_ISDIR(file.st_mode)) {
        return STATUS_OK;
    }
    struct programme_folder folder = {.path = path};
    enum base_status status = folder_read(&folder, reterr);
    /* A folder without any key is one whose keys are being made at this moment. */
    if (status == STATUS_OK && folder.has_secret) {
        keyring_add(keyring, &keyring->programmes[keyring->count], programme, &folder);
    }
    folder_clear(&folder);
    return status;
}

enum base_status base_keyring_read(const char *directory, struct base_keyring **ret_keyring,
                                   struct base_failure *reterr)
{
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, select_programme, compare_entries);
    if (count < 0 && errno != ENOENT) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", directory, strerror(errno));
    }
    struct base_arena *arena = base_arena_new();
    struct base_keyring *keyring = base_arena_object(arena, struct base_keyring);
    keyring->arena = arena;
    keyring->programmes =
        base_arena_array(arena, struct base_programme_keys, count < 0 ? 0 : (size_t)count);
    enum base_status status = STATUS_OK;
    for (int i = 0; i < count; i++) {
        if (status == STATUS_OK) {
            status = read_programme(keyring, directory, entries[i]->d_name, reterr);
        }
        free(entries[i]);
    }
    free(entries);
    if (status != STATUS_OK) {
        base_keyring_free(keyring);
        return status;
    }
    *ret_keyring = keyring;
    return STATUS_OK;
}

void base_keyring_free(struct base_keyring *keyring)
{
    if (keyring == NULL) {
        return;
    }
    for (size_t i = 0; i < keyring->count; i++) {
        struct base_programme_keys *keys = &keyring->programmes[i];
        OPENSSL_cleanse((void *)(uintptr_t)keys->cycle_linkage,
                        keys->cycle_count * sizeof(*keys->cycle_linkage));
        OPENSSL_cleanse(keys, sizeof(*keys));
    }
    base_arena_free(keyring->arena);
}

static int compare_programme(const void *wanted, const void *candidate)
{
    struct base_text a = *(const struct base_text *)wanted;
    struct base_text b = base_text_of(((const struct base_programme_keys *)candidate)->programme);
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

const struct base_programme_keys *base_keyring_find(const struct base_keyring *keyring,
                                                    struct base_text programme)
{
    return keyring->count == 0 ? NULL
                               : bsearch(&programme, keyring->programmes, keyring->count,
                                         sizeof(*keyring->programmes), compare_programme);
}

const struct base_key *base_programme_keys_linkage(const struct base_programme_keys *keys,
                                                   int cycle)
{
    if (keys->has_linkage) {
        return &keys->linkage;
    }
    for (size_t i = 0; i < keys->cycle_count; i++) {
        if (keys->cycles[i] == cycle) {
            return &keys->cycle_linkage[i];
        }
    }
    return NULL;
}
