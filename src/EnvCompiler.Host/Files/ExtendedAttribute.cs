using System.Text;

namespace EnvCompiler.Host.Files;

/// <summary>Extended attributes of files (xattr(7)).</summary>
public static class ExtendedAttribute
{
    private const int LongestValue = 256;

    /// <summary>The value as text; null where it is absent, not readable or not supported.</summary>
    public static unsafe string? Find(string path, string name)
    {
        var value = stackalloc byte[LongestValue];
        var length = Libc.GetAttribute(path, name, value, LongestValue);
        return length < 0 ? null : Encoding.UTF8.GetString(value, (int)length);
    }
}
