using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host;

/// <summary>Terminals. <c>struct termios</c> of glibc and musl on x86-64 and arm64: four flag words, <c>c_line</c>, <c>c_cc</c> at 17; 60 bytes.</summary>
internal static partial class Libc
{
    internal const int TCSADRAIN = 1;
    internal const int TermiosSize = 60;
    internal const int TermiosLocalFlags = 12;
    internal const int TermiosCharacters = 17;
    internal const uint ICANON = 0x2;
    internal const uint ECHO = 0x8;
    internal const int VTIME = 5;
    internal const int VMIN = 6;
    internal const int VSUSP = 10;

    [LibraryImport(Name, EntryPoint = "tcgetattr", SetLastError = true)]
    internal static unsafe partial int GetTerminal(SafeFileHandle terminal, byte* termios);

    [LibraryImport(Name, EntryPoint = "tcsetattr", SetLastError = true)]
    internal static unsafe partial int SetTerminal(SafeFileHandle terminal, int when, byte* termios);
}
