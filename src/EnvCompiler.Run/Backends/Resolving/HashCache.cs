using System.Globalization;
using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Weights.Validation;

namespace EnvCompiler.Run.Backends.Resolving;

/// <summary>
/// SHA-256 of model files from earlier runs, so that 40 GB are hashed once and not at every start. A side file of pairs of lines,
/// <c># meta:MTIME:SIZE NAME</c> and <c>HASH  NAME</c>, which <c>sha256sum -c</c> reads too; an entry counts while both are unchanged.
/// </summary>
internal sealed class HashCache
{
    private const string Meta = "# meta:";

    private readonly string path;
    private readonly Dictionary<string, (string Stamp, string Hash)> entries = new(StringComparer.Ordinal);
    private bool changed;

    private HashCache(string path) => this.path = path;

    /// <summary>Reads it; a missing or damaged one is empty.</summary>
    internal static HashCache Read(string path)
    {
        var cache = new HashCache(path);
        if (!File.Exists(path))
            return cache;
        var stamp = "";
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith(Meta, StringComparison.Ordinal))
                stamp = line[Meta.Length..].Split(' ')[0];
            else if (line.Length > 66 && Sha256List.IsSha256(line[..64]))
                cache.entries[line[66..]] = (stamp, line[..64]);
        }

        return cache;
    }

    /// <summary>The hash of a file that is unchanged since, or null.</summary>
    internal string? Find(string file) =>
        entries.TryGetValue(file, out var entry) && entry.Stamp == Stamp(file) ? entry.Hash : null;

    /// <summary>Keeps a hash, and gives it back.</summary>
    internal string Add(string file, string hash)
    {
        entries[file] = (Stamp(file), hash);
        changed = true;
        return hash;
    }

    /// <summary>Writes it where it has changed.</summary>
    internal void Write(IFileOperations files)
    {
        if (!changed)
            return;
        var text = new StringBuilder();
        foreach (var (file, (stamp, hash)) in entries)
            text.Append(Meta).Append(stamp).Append(' ').Append(file).Append('\n').Append(hash).Append("  ").Append(file).Append('\n');
        new FileWriter(files).Replace(path, text.ToString(), FileWriter.Private);
    }

    private static string Stamp(string file)
    {
        var info = new FileInfo(file);
        var ticks = info.LastWriteTimeUtc.Ticks - DateTime.UnixEpoch.Ticks;
        return string.Create(CultureInfo.InvariantCulture, $"{ticks}:{info.Length}");
    }
}
