#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
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

/* Whether what is made here must be given to whoever the folder of keys belongs to: the daemon,
   another user than root, reads the keys. Others than root cannot give anything away; the
   set-group bit of the folder serves them. */
static bool is_given_away(void)
{
    return geteuid() == 0;
}

/* Owner and group get their rights whatever the umask (the daemon reads the keys through the
   group), and an inherited set-group bit stays. */
static bool prepare_folder(int parent, const char *draft, bool is_programme)
{
    __attribute__((cleanup(close_descriptor))) int descriptor =
        openat(parent, draft, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat status, above;
    if (descriptor < 0 || fstat(descriptor, &status) != 0 || fstat(parent, &above) != 0) {
        return false;
    }
    mode_t mode = 0750 | (status.st_mode & 07770);
    if (is_programme && is_given_away()) {
        mode = 0700 | (above.st_mode & (S_ISGID | S_IRWXG));
        if (fchown(descriptor, above.st_uid, above.st_gid) != 0) {
            return false;
        }
    }
    return fchmod(descriptor, mode) == 0;
}

/* The folder appears with its owner and mode or not at all; the daemon passes over the other name,
   which begins with a dot. One that has appeared meanwhile stays. */
static bool make_folder(int parent, const char *path, bool is_programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const char *draft = base_arena_format(arena, ".%s.%s", name, base_key_uuid(arena));
    if (mkdirat(parent, draft, 0700) != 0) {
        return false;
    }
    bool made =
        prepare_folder(parent, draft, is_programme) && renameat(parent, draft, AT_FDCWD, path) == 0;
    int saved_errno = errno;
    if (!made) {
        unlinkat(parent, draft, AT_REMOVEDIR);
    }
    errno = saved_errno;
    return (made && fsync(parent) == 0) || (!made && (errno == ENOTEMPTY || errno == EEXIST));
}

/* Opens the folder, making it in its parent if needed. */
static enum base_status open_folder(const char *path, const char *parent, bool is_programme,
                                    int *ret_descriptor, struct base_failure *reterr)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT) {
        __attribute__((cleanup(close_descriptor))) int above =
            open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (above < 0) {
            return io_failure(reterr, parent);
        }
        if (!make_folder(above, path, is_programme)) {
            return io_failure(reterr, path);
        }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (descriptor < 0) {
        return io_failure(reterr, path);
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

static bool write_new_key(int descriptor, const struct stat *owner)
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
    bool written = (!is_given_away() || fchown(descriptor, owner->st_uid, owner->st_gid) == 0) &&
                   fchmod(descriptor, 0640) == 0 && write_fully(descriptor, line, sizeof(line)) &&
                   fsync(descriptor) == 0;
    OPENSSL_cleanse(key, sizeof(key));
    OPENSSL_cleanse(line, sizeof(line));
    return written;
}

/* A key appears whole or not at all, and never in the place of another: it is written under
   another name and linked to its own, which fails when that exists. */
static enum base_status create_key(int folder, const char *folder_path, const struct stat *owner,
                                   const char *name, size_t *ret_created,
                                   struct base_failure *reterr)
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
    bool written = write_new_key(descriptor, owner);
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

static enum base_status create_keys(int folder, const char *path, const struct stat *owner,
                                    const int *cycles, size_t cycle_count, size_t *ret_created,
                                    struct base_failure *reterr)
{
    if (has_other_linkage(folder, cycle_count > 0)) {
        return base_failure_set(reterr, STATUS_CONFLICT,
                                "%s: the linkage of a programme cannot change once it has keys; "
                                "set \"linkage\" back to \"%s\"",
                                path, cycle_count > 0 ? "programme" : "survey");
    }
    enum base_status status = create_key(folder, path, owner, "secret", ret_created, reterr);
    if (status == STATUS_OK && cycle_count == 0) {
        status = create_key(folder, path, owner, "linkage", ret_created, reterr);
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < cycle_count && status == STATUS_OK; i++) {
        status = create_key(folder, path, owner, base_arena_format(arena, "linkage-%d", cycles[i]),
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
    __attribute__((cleanup(close_descriptor))) int root = -1;
    __attribute__((cleanup(close_descriptor))) int folder = -1;
    struct stat owner;
    enum base_status status =
        open_folder(directory, dirname(base_arena_string(arena, directory)), false, &root, reterr);
    if (status == STATUS_OK && fstat(root, &owner) != 0) {
        status = io_failure(reterr, directory);
    }
    if (status == STATUS_OK) {
        status = open_folder(path, directory, true, &folder, reterr);
    }
    return status == STATUS_OK
               ? create_keys(folder, path, &owner, cycles, cycle_count, ret_created, reterr)
               : status;
}

enum base_status base_key_file_create(const char *path, bool *ret_created,
                                      struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *above = dirname(base_arena_string(arena, path));
    const char *name = basename(base_arena_string(arena, path));
    size_t created = 0;
    struct stat owner;
    __attribute__((cleanup(close_descriptor))) int folder = -1;
    enum base_status status =
        open_folder(above, dirname(base_arena_string(arena, above)), false, &folder, reterr);
    if (status == STATUS_OK && fstat(folder, &owner) != 0) {
        status = io_failure(reterr, above);
    }
    if (status == STATUS_OK) {
        status = create_key(folder, above, &owner, name, &created, reterr);
    }
    *ret_created = created > 0;
    return status;
}
