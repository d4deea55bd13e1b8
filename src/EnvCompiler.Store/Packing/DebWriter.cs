using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Packing;

/// <summary>
/// Writes a Debian package (deb(5)). Equal content gives equal bytes: no time, owner or order of the disk is in it, and the compressor is envc's own, not the host's.
/// </summary>
/// <param name="files">Where to write.</param>
public sealed class DebWriter(IFileOperations files)
{
    private const UnixFileMode PlainMode = FileWriter.Readable;
    private const UnixFileMode ProgramMode = FileWriter.Executable;
    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeSeconds(StoreModes.ModifiedTime);

    /// <summary>Writes the package beside its place and renames it there when it is whole and on disk.</summary>
    /// <param name="path">Where it goes; its directory exists.</param>
    /// <param name="control">The text of its <c>control</c> file.</param>
    /// <param name="entries">Its files, parents before children.</param>
    public void Write(string path, string control, IReadOnlyList<PackedEntry> entries)
    {
        var suffix = $".tmp-{Environment.ProcessId}-{Guid.NewGuid():N}";
        var (data, whole) = (path + suffix + "-data", path + suffix);
        try
        {
            using (var file = files.CreateNew(data, PlainMode))
                WriteArchive(new WritableFileStream(file), entries);
            using (var file = files.CreateNew(whole, PlainMode))
            {
                using var output = new WritableFileStream(file);
                WriteMembers(output, control, data);
                file.Sync();
            }

            files.Rename(whole, path);
            files.SyncDirectory(Path.GetDirectoryName(path)!);
        }
        finally
        {
            files.Unlink(data);
            files.Unlink(whole);
        }
    }

    private static void WriteMembers(Stream output, string control, string data)
    {
        using var controlArchive = new MemoryStream();
        WriteArchive(controlArchive, [new PackedEntry.Text("control", control)]);
        output.Write("!<arch>\n"u8);
        WriteMember(output, "debian-binary", new MemoryStream([.. "2.0\n"u8]));
        WriteMember(output, "control.tar.gz", new MemoryStream(controlArchive.ToArray()));
        using var content = new FileStream(data, FileMode.Open, FileAccess.Read);
        WriteMember(output, "data.tar.gz", content);
    }

    // ar(5): name, time, owner, group, mode, size; padded to an even length.
    private static void WriteMember(Stream output, string name, Stream content)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"{name,-16}{StoreModes.ModifiedTime,-12}{0,-6}{0,-6}{100644,-8}{content.Length,-10}`\n");
        output.Write(Encoding.ASCII.GetBytes(header));
        content.CopyTo(output);
        if (content.Length % 2 == 1)
            output.Write("\n"u8);
    }

    private static void WriteArchive(Stream output, IReadOnlyList<PackedEntry> entries)
    {
        using var compressed = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        using var tar = new TarWriter(compressed, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var entry in entries)
            WriteEntry(tar, entry);
    }

    private static void WriteEntry(TarWriter tar, PackedEntry entry)
    {
        var name = $"./{entry.Path}";
        switch (entry)
        {
            case PackedEntry.Directory:
                Write(tar, new GnuTarEntry(TarEntryType.Directory, name + "/"), ProgramMode);
                break;
            case PackedEntry.Link link:
                Write(tar, new GnuTarEntry(TarEntryType.SymbolicLink, name) { LinkName = link.Target }, ProgramMode);
                break;
            case PackedEntry.Text text:
                Write(tar, new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text.Content)) }, PlainMode);
                break;
            case PackedEntry.File file:
                using (var content = new FileStream(file.Source, FileMode.Open, FileAccess.Read, FileShare.Read))
                    Write(tar, new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, file.IsProgram ? ProgramMode : PlainMode);
                break;
        }
    }

    private static void Write(TarWriter tar, GnuTarEntry entry, UnixFileMode mode)
    {
        entry.Mode = mode;
        entry.ModificationTime = s_time;
        entry.AccessTime = entry.ChangeTime = default;
        entry.UserName = entry.GroupName = "root";
        tar.WriteEntry(entry);
    }
}
