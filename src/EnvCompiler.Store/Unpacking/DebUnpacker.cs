using System.Text.Json;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Unpacking;

/// <summary>
/// Turns a Debian package (deb(5): an ar archive of <c>debian-binary</c>, <c>control.tar.*</c> and <c>data.tar.*</c>, in this order) into
/// an object, in one pass and with a fixed amount of memory.
/// </summary>
/// <param name="files">Where to write.</param>
internal sealed class DebUnpacker(IFileOperations files)
{
    // xz cannot do better than about 1:7000; real packages stay below 1:100.
    private const long PlausibleRatio = 1000;
    private const long PlausibleMinimum = 64 << 20;

    /// <summary>Unpacks into a new directory.</summary>
    /// <param name="artifact">A verified <c>.deb</c>.</param>
    /// <param name="directory">Does not exist yet.</param>
    /// <exception cref="InvalidDataException">The package is damaged, or asks for what is refused; the message is a clause about «it».</exception>
    public UnpackedObject Unpack(string artifact, string directory)
    {
        using var stream = new FileStream(artifact, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var ar = new ArReader(new BufferedStream(stream, 128 * 1024));
        var control = DebArchive.ReadControl(ar);

        files.CreateDirectory(directory, StoreModes.Directory);
        StoreModes.Enforce(files, directory, StoreModes.Directory);
        var root = Path.Combine(directory, "fs");
        files.CreateDirectory(root, StoreModes.Directory);
        StoreModes.Enforce(files, root, StoreModes.Directory);
        var writer = new ObjectWriter(files, root, Math.Max(PlausibleMinimum, stream.Length * PlausibleRatio));
        var record = new ObjectRecord
        {
            Package = ControlFile.Field(control.Control, "Package") ?? throw new InvalidDataException("its control file has no `Package`"),
            Version = ControlFile.Field(control.Control, "Version") ?? throw new InvalidDataException("its control file has no `Version`"),
            Replaces = ControlFile.PackageNames(ControlFile.Field(control.Control, "Replaces")),
            Conffiles = control.Conffiles,
            Scripts = control.Scripts,
            Entries = ReadData(ar.Next(), writer),
        };
        using (var file = files.CreateNew(Path.Combine(directory, "object.json"), StoreModes.Plain))
            file.Write(JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.ObjectRecord));
        return new UnpackedObject(directory, record, IsNew: true);
    }

    private static IReadOnlyList<ObjectEntry> ReadData(ArMember? member, ObjectWriter writer)
    {
        using var tar = DebArchive.Open(member, "data.tar");
        return writer.Write(new TarReader(tar));
    }
}
