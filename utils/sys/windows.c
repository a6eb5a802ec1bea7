/* SPDX-License-Identifier: 0BSD */
/* What recctrlu needs of Windows, by kernel32 alone: files and the end. */
#include <windows.h>

#include "../logins.h"
#include "sys.h"

long sys_write(int fd, const void *data, size_t length)
{
    DWORD written = 0;

    WriteFile(GetStdHandle(fd == 1 ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE), data, (DWORD)length, &written, NULL);
    return (long)written;
}

long sys_read_file(const char *path, void *buffer, size_t size)
{
    HANDLE file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    DWORD count = 0;
    BOOL done;

    if (file == INVALID_HANDLE_VALUE) {
        return GetLastError() == ERROR_ACCESS_DENIED ? -SYS_EACCES : -SYS_ENOENT;
    }
    done = ReadFile(file, buffer, (DWORD)size, &count, NULL);
    CloseHandle(file);
    return done ? (long)count : -SYS_EACCES;
}

/* There is no syslog, and no list of sessions that PAM has opened. */
long sys_send(const char *socket, const void *data, size_t length)
{
    (void)socket;
    (void)data;
    (void)length;
    return -SYS_ENOENT;
}

void logins_remove(const char *session)
{
    (void)session;
}

void sys_exit(int status)
{
    ExitProcess((UINT)status);
}

/* Every CPU that Windows runs on here has CPUID. */
void sys_on_illegal_instruction(void (*handler)(int signal))
{
    (void)handler;
}
