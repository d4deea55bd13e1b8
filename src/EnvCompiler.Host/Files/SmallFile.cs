using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Files;

/// <summary>
/// Reads files that fit into memory, those of <c>/proc</c> too. <see cref="File"/> does the same, but its first use makes the runtime compile how a handle is
/// created by reflection: 4 ms of the 20 that a switch may take.
/// </summary>
public static class SmallFile
{
    /// <summary>The content.</summary>
    /// <exception cref="FileNotFoundException">It does not exist, or its directory does not.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static byte[] ReadBytes(string path)
    {
        var descriptor = Libc.Open(path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (descriptor < 0)
            throw Libc.Error("open", path);
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        // Files of /proc have no length, and any file may grow: the end is where nothing is read.
        var bytes = new byte[Math.Max(RandomAccess.GetLength(file) + 1, 512)];
        for (var length = 0; ;)
        {
            var count = RandomAccess.Read(file, bytes.AsSpan(length), length);
            if (count == 0)
                return bytes.AsSpan(0, length).ToArray();
            length += count;
            if (length == bytes.Length)
                Array.Resize(ref bytes, 2 * length);
        }
    }

    /// <summary>The content, of UTF-8.</summary>
    /// <inheritdoc cref="ReadBytes" path="/exception"/>
    public static string ReadText(string path) => Encoding.UTF8.GetString(ReadBytes(path));
}
