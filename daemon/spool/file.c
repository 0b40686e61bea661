#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "heap.h"
#include "segment.h"

#define NAME_BYTES 128
#define ZEROS_BYTES 16384
#define BLOCK_BYTES 4096

/* Which of the two it is decides what people are told: a full disk gets better by itself. */
static enum base_status failure_of(struct base_failure *reterr, const char *what, int error)
{
    bool is_full = error == ENOSPC || error == EDQUOT;
    return base_failure_set(reterr, is_full ? STATUS_UNAVAILABLE : STATUS_IO, "%s: %s", what,
                            strerror(error));
}

enum base_status file_read(int descriptor, uint8_t *ret_bytes, size_t length, uint64_t offset,
                           size_t *ret_got, struct base_failure *reterr)
{
    size_t got = 0;
    while (got < length) {
        ssize_t more = pread(descriptor, ret_bytes + got, length - got, (off_t)(offset + got));
        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more < 0) {
            return failure_of(reterr, "reading", errno);
        }
        if (more == 0) {
            break;
        }
        got += (size_t)more;
    }
    *ret_got = got;
    return STATUS_OK;
}

enum base_status file_write(int descriptor, const uint8_t *bytes, size_t length, uint64_t offset,
                            struct base_failure *reterr)
{
    while (length > 0) {
        ssize_t written = pwrite(descriptor, bytes, length, (off_t)offset);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return failure_of(reterr, "writing", written < 0 ? errno : EIO);
        }
        bytes += written;
        length -= (size_t)written;
        offset += (uint64_t)written;
    }
    return STATUS_OK;
}

/* Block by block, where reading at once failed. */
static void read_blocks(int descriptor, struct file_content *content)
{
    memset(content->bytes, 0, content->length);
    for (size_t offset = 0; offset < content->length; offset += BLOCK_BYTES) {
        size_t rest = content->length - offset, got = 0;
        struct base_failure failure;
        if (file_read(descriptor, content->bytes + offset, rest < BLOCK_BYTES ? rest : BLOCK_BYTES,
                      offset, &got, &failure) != STATUS_OK) {
            content->is_whole = false;
        }
    }
}

static enum base_status load(int descriptor, const char *name, size_t limit, bool from_disk,
                             struct file_content *content, struct base_failure *reterr)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return failure_of(reterr, name, errno);
    }
    if (!S_ISREG(status.st_mode) || (uint64_t)status.st_size > limit) {
        return base_failure_set(reterr, STATUS_TOO_LARGE, "%s: not a file of this spool", name);
    }
    if (from_disk) {
        content->sync_status =
            fdatasync(descriptor) == 0 ? STATUS_OK : failure_of(reterr, name, errno);
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    }
    content->length = (size_t)status.st_size;
    content->bytes = heap_new(content->length);
    struct base_failure failure;
    size_t got = 0;
    if (file_read(descriptor, content->bytes, content->length, 0, &got, &failure) != STATUS_OK) {
        read_blocks(descriptor, content);
    } else {
        content->length = got;
    }
    return STATUS_OK;
}

enum base_status file_load(int directory, const char *name, size_t limit, bool from_disk,
                           struct file_content *ret_content, struct base_failure *reterr)
{
    *ret_content = (struct file_content){.is_whole = true};
    int descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) {
        return errno == ENOENT
                   ? base_failure_set(reterr, STATUS_NOT_FOUND, "%s: %s", name, strerror(errno))
                   : failure_of(reterr, name, errno);
    }
    enum base_status status = load(descriptor, name, limit, from_disk, ret_content, reterr);
    close(descriptor);
    return status;
}

static int create_new(int directory, const char *name, char ret_new[NAME_BYTES])
{
    snprintf(ret_new, NAME_BYTES, "%s" FILE_NEW_SUFFIX, name);
    return openat(directory, ret_new, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* Syncs what was written and gives it its name; removes it when that fails. With `takes_back` also
   under its name, if that could not be synced: nothing may come to rest there. */
static enum base_status finish_new(int directory, int descriptor, const char *draft,
                                   const char *name, bool takes_back, enum base_status status,
                                   struct base_failure *reterr)
{
    const char *made = draft;
    if (status == STATUS_OK) {
        if (fsync(descriptor) != 0 || renameat(directory, draft, directory, name) != 0) {
            status = failure_of(reterr, name, errno);
        } else {
            made = takes_back ? name : NULL;
            if (fsync(directory) != 0) {
                status = failure_of(reterr, name, errno);
            }
        }
    }
    if (status != STATUS_OK && made != NULL) {
        unlinkat(directory, made, 0);
    }
    return status;
}

enum base_status file_make(int directory, const char *name, const uint8_t *bytes, size_t length,
                           bool replaces, struct base_failure *reterr)
{
    char draft[NAME_BYTES];
    int descriptor = create_new(directory, name, draft);
    if (descriptor < 0) {
        return failure_of(reterr, name, errno);
    }
    enum base_status status = file_write(descriptor, bytes, length, 0, reterr);
    status = finish_new(directory, descriptor, draft, name, !replaces, status, reterr);
    close(descriptor);
    return status;
}

static enum base_status check_reserve(int directory, const char *name, uint64_t bytes,
                                      uint64_t reserve_bytes, struct base_failure *reterr)
{
    struct statvfs disk;
    if (fstatvfs(directory, &disk) != 0) {
        return failure_of(reterr, name, errno);
    }
    uint64_t free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (free_bytes < bytes || free_bytes - bytes < reserve_bytes) {
        return base_failure_set(reterr, STATUS_UNAVAILABLE,
                                "the disk has only %llu MiB left to use",
                                (unsigned long long)(free_bytes >> 20));
    }
    return STATUS_OK;
}

/* Written, not only allocated: a record then changes no metadata, so that its fdatasync waits for
   nothing else, and cannot fail for want of space. */
static enum base_status fill_segment(int descriptor, uint64_t bytes, struct base_failure *reterr)
{
    static const uint8_t zeros[ZEROS_BYTES];
    int error = posix_fallocate(descriptor, 0, (off_t)bytes);
    if (error != 0) {
        return failure_of(reterr, "making room", error);
    }
    enum base_status status = STATUS_OK;
    for (uint64_t offset = 0; offset < bytes && status == STATUS_OK; offset += ZEROS_BYTES) {
        uint64_t rest = bytes - offset;
        status =
            file_write(descriptor, zeros, rest < ZEROS_BYTES ? rest : ZEROS_BYTES, offset, reterr);
    }
    return status == STATUS_OK ? file_write(descriptor, (const uint8_t *)SEGMENT_HEAD,
                                            SEGMENT_HEAD_BYTES, 0, reterr)
                               : status;
}

enum base_status file_make_segment(int directory, const char *name, uint64_t bytes,
                                   uint64_t reserve_bytes, int *ret_descriptor,
                                   struct base_failure *reterr)
{
    enum base_status status = check_reserve(directory, name, bytes, reserve_bytes, reterr);
    if (status != STATUS_OK) {
        return status;
    }
    char draft[NAME_BYTES];
    int descriptor = create_new(directory, name, draft);
    if (descriptor < 0) {
        return failure_of(reterr, name, errno);
    }
    status = fill_segment(descriptor, bytes, reterr);
    status = finish_new(directory, descriptor, draft, name, true, status, reterr);
    if (status != STATUS_OK) {
        close(descriptor);
        return status;
    }
    *ret_descriptor = descriptor;
    return STATUS_OK;
}
