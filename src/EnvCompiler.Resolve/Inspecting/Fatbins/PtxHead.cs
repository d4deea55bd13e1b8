using System.Buffers.Text;
using System.Text;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>The first two directives of a PTX text: <c>.version</c> and <c>.target</c> (PTX ISA, «PTX Module Directives»).</summary>
/// <param name="Isa">The version of its language.</param>
/// <param name="Target">The SM with its suffix: <c>sm_90a</c>.</param>
internal readonly record struct PtxHead(CudaVersion Isa, string Target)
{
    private const int LongestTarget = 16;

    /// <summary>Reads them, or gives null where they are not there.</summary>
    internal static PtxHead? TryRead(ReadOnlySpan<byte> text)
    {
        if (!Skip(ref text, ".version"u8)
            || !Number(ref text, out var major) || text is not [(byte)'.', ..])
            return null;
        text = text[1..];
        if (!Number(ref text, out var minor) || !Skip(ref text, ".target"u8))
            return null;
        text = text.TrimStart(" \t\r\n"u8);
        var end = text.IndexOfAny(", \t\r\n"u8);
        return end is > 0 and <= LongestTarget ? new PtxHead(new CudaVersion(major, minor), Encoding.ASCII.GetString(text[..end])) : null;
    }

    // Passes over white space, comments and the directive's name.
    private static bool Skip(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> directive)
    {
        while (true)
        {
            text = text.TrimStart(" \t\r\n"u8);
            var closing = text.StartsWith("//"u8) ? "\n"u8 : text.StartsWith("/*"u8) ? "*/"u8 : [];
            if (closing.IsEmpty)
                break;
            text = text[2..];
            var end = text.IndexOf(closing);
            if (end < 0)
                return false;
            text = text[(end + closing.Length)..];
        }

        if (!text.StartsWith(directive))
            return false;
        text = text[directive.Length..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<byte> text, out int number)
    {
        text = text.TrimStart(" \t"u8);
        var isNumber = Utf8Parser.TryParse(text, out ushort value, out var length);
        text = text[length..];
        number = value;
        return isNumber;
    }
}
