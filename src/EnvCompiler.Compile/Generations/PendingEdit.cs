using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// An edit changes manifest and lock together, and no rename does that to two files. So <c>.envc/edit</c> appears first, by one rename, with both and with what they were before;
/// from then on the edit is made, and whoever takes the writer lock after a crash finishes it. Lines of the record: SHA-256 of the manifest before, of the lock before (empty where there
/// was none), length of the manifest in bytes; then the manifest and the lock.
/// </summary>
public static class PendingEdit
{
    /// <summary>Makes an edit. A failure leaves both files as they were; where even that fails, the next writer finishes the edit.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="manifest">The manifest to be.</param>
    /// <param name="locked">The lock to be.</param>
    public static void Apply(EnvironmentLock held, byte[] manifest, byte[] locked)
    {
        var layout = held.Layout;
        var (oldManifest, oldLock) = (File.ReadAllBytes(layout.Manifest), File.Exists(layout.Lock) ? File.ReadAllBytes(layout.Lock) : null);
        var head = string.Create(CultureInfo.InvariantCulture, $"{HashOf(layout.Manifest)}\n{HashOf(layout.Lock)}\n{manifest.Length}\n");
        held.Writer.Replace(layout.Edit, [.. Encoding.ASCII.GetBytes(head), .. manifest, .. locked]);
        try
        {
            Finish(held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Restore(held, layout.Lock, oldLock);
            Restore(held, layout.Manifest, oldManifest);
            held.Writer.Operations.Unlink(layout.Edit);
            throw;
        }
    }

    /// <summary>Finishes the edit that is recorded, if one is.</summary>
    internal static void Finish(EnvironmentLock held)
    {
        var layout = held.Layout;
        if (!File.Exists(layout.Edit))
            return;
        var record = File.ReadAllBytes(layout.Edit).AsSpan();
        var (manifestBefore, lockBefore, length) = (Line(ref record), Line(ref record), int.Parse(Line(ref record), CultureInfo.InvariantCulture));
        PendingFile.Follow(
            held,
            manifest: HashOf(layout.Manifest) == manifestBefore ? record[..length].ToArray() : null,
            locked: HashOf(layout.Lock) == lockBefore ? record[length..].ToArray() : null);
        held.Writer.Operations.Unlink(layout.Edit);
        held.Writer.Operations.SyncDirectory(layout.State);
    }

    // Empty where the file is not there.
    private static string HashOf(string path) => File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "";

    private static string Line(ref Span<byte> record)
    {
        var end = record.IndexOf((byte)'\n');
        var line = Encoding.ASCII.GetString(record[..end]);
        record = record[(end + 1)..];
        return line;
    }

    private static void Restore(EnvironmentLock held, string path, byte[]? content)
    {
        if (content is null)
            held.Writer.Operations.Unlink(path);
        else if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            held.Writer.Replace(path, content);
    }
}
