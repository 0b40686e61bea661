#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/key.h"

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0) {
        close(*descriptor);
    }
}

static enum base_status io_failure(struct base_failure *reterr, const char *path)
{
    return base_failure_set(reterr, STATUS_IO, "%s: %s", path, strerror(errno));
}

/* Opens the folder, making it if needed; a new one belongs to owner and group whatever the umask
   (the daemon reads the keys through the group), and keeps a set-group bit that it inherits. */
static enum base_status open_folder(const char *path, const char *parent, int *ret_descriptor,
                                    struct base_failure *reterr)
{
    bool made = mkdir(path, 0750) == 0;
    if (!made && errno != EEXIST) {
        return io_failure(reterr, path);
    }
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return io_failure(reterr, path);
    }
    struct stat status;
    if (made && (fstat(descriptor, &status) != 0 ||
                 fchmod(descriptor, (status.st_mode & 07770) | 0750) != 0)) {
        io_failure(reterr, path);
        close(descriptor);
        return STATUS_IO;
    }
    if (made) {
        __attribute__((cleanup(close_descriptor))) int above =
            open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (above < 0 || fsync(above) != 0) {
            io_failure(reterr, parent);
            close(descriptor);
            return STATUS_IO;
        }
    }
    *ret_descriptor = descriptor;
    return STATUS_OK;
}

static bool write_fully(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static bool write_new_key(int descriptor)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t key[BASE_KEY_BYTES];
    char line[2 * BASE_KEY_BYTES + 1];
    base_key_random(key, sizeof(key));
    for (size_t i = 0; i < sizeof(key); i++) {
        line[2 * i] = digits[key[i] >> 4];
        line[2 * i + 1] = digits[key[i] & 15];
    }
    line[sizeof(line) - 1] = '\n';
    bool written = fchmod(descriptor, 0640) == 0 && write_fully(descriptor, line, sizeof(line)) &&
                   fsync(descriptor) == 0;
    OPENSSL_cleanse(key, sizeof(key));
    OPENSSL_cleanse(line, sizeof(line));
    return written;
}

/* A key appears whole or not at all, and never in the place of another: it is written under
   another name and linked to its own, which fails when that exists. */
static enum base_status create_key(int folder, const char *folder_path, const char *name,
                                   size_t *ret_created, struct base_failure *reterr)
{
    if (faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        return STATUS_OK;
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *path = base_arena_format(arena, "%s/%s", folder_path, name);
    const char *draft = base_arena_format(arena, ".%s.%s", name, base_key_uuid(arena));
    __attribute__((cleanup(close_descriptor))) int descriptor =
        openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (descriptor < 0) {
        return io_failure(reterr, path);
    }
    bool written = write_new_key(descriptor);
    bool linked = written && linkat(folder, draft, folder, name, 0) == 0;
    int saved_errno = errno;
    unlinkat(folder, draft, 0);
    errno = saved_errno;
    if (!linked && written && errno == EEXIST) {
        return STATUS_OK;
    }
    if (!linked || fsync(folder) != 0) {
        return io_failure(reterr, path);
    }
    (*ret_created)++;
    return STATUS_OK;
}

/* Whether the folder has a linkage key of the kind that is not wanted. */
static bool has_other_linkage(int folder, bool per_cycle)
{
    if (per_cycle) {
        return faccessat(folder, "linkage", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    }
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = copy < 0 ? NULL : fdopendir(copy);
    if (directory == NULL) {
        close_descriptor(&copy);
        return false;
    }
    bool found = false;
    const struct dirent *entry;
    while (!found && (entry = readdir(directory)) != NULL) {
        found = base_text_starts_with(base_text_of(entry->d_name), BASE_TEXT("linkage-"));
    }
    closedir(directory);
    return found;
}

static enum base_status create_keys(int folder, const char *path, const int *cycles,
                                    size_t cycle_count, size_t *ret_created,
                                    struct base_failure *reterr)
{
    if (has_other_linkage(folder, cycle_count > 0)) {
        return base_failure_set(reterr, STATUS_CONFLICT,
                                "%s: the linkage of a programme cannot change once it has keys; "
                                "set \"linkage\" back to \"%s\"",
                                path, cycle_count > 0 ? "programme" : "survey");
    }
    enum base_status status = create_key(folder, path, "secret", ret_created, reterr);
    if (status == STATUS_OK && cycle_count == 0) {
        status = create_key(folder, path, "linkage", ret_created, reterr);
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < cycle_count && status == STATUS_OK; i++) {
        status = create_key(folder, path, base_arena_format(arena, "linkage-%d", cycles[i]),
                            ret_created, reterr);
    }
    return status;
}

enum base_status base_keyring_create(const char *directory, const char *programme,
                                     const int *cycles, size_t cycle_count, size_t *ret_created,
                                     struct base_failure *reterr)
{
    *ret_created = 0;
    if (!base_text_is_identifier(base_text_of(programme))) {
        return base_failure_set(reterr, STATUS_USAGE,
                                "not the name of a programme; it would be "
                                "small letters, digits and hyphens");
    }
    for (size_t i = 0; i < cycle_count; i++) {
        if (cycles[i] < 1) {
            return base_failure_set(reterr, STATUS_USAGE, "cycles are numbered from 1");
        }
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *path = base_arena_format(arena, "%s/%s", directory, programme);
    const char *above = base_arena_format(arena, "%s/..", directory);
    __attribute__((cleanup(close_descriptor))) int root = -1;
    __attribute__((cleanup(close_descriptor))) int folder = -1;
    enum base_status status = open_folder(directory, above, &root, reterr);
    if (status == STATUS_OK) {
        status = open_folder(path, directory, &folder, reterr);
    }
    return status == STATUS_OK ? create_keys(folder, path, cycles, cycle_count, ret_created, reterr)
                               : status;
}
