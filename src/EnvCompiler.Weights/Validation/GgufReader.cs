using System.Numerics;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Weights.Validation;

/// <summary>
/// Reads header, metadata and tensor table of a GGUF file (ggml's <c>docs/gguf.md</c>, versions 1 to 3) and holds them against the
/// file's length, so that a truncated or hostile file is refused before an engine maps it. Time grows with the metadata, memory with the
/// tensor table, both bounded by the file and by the limits below; tensor data is not read.
/// </summary>
public static class GgufReader
{
    // Far above any model: the largest have some thousand tensors and a hundred metadata entries.
    private const ulong MaxTensors = 1 << 17;
    private const ulong MaxEntries = 1 << 16;
    private const int MaxKeyLength = 1024;
    private const int MaxNameLength = 1024;
    private const int MaxTextLength = 4096;
    private const int MaxDepth = 8;
    private const int MaxDimensions = 4;
    private const uint DefaultAlignment = 32;
    private const uint MaxAlignment = 65536;

    /// <summary>Reads and checks a file.</summary>
    /// <returns>What it says of itself, with a warning for version 1; or one diagnostic that names the first problem.</returns>
    public static Result<GgufFile> Read(string path) => Open(path, static input => ReadAll(input));

    /// <summary>Checks the first bytes alone.</summary>
    public static Diagnostic? CheckMagic(string path)
    {
        var result = Open(path, static input =>
        {
            ReadMagic(input);
            return Result<bool>.Success(true);
        });
        return result.Ok ? null : result.Diagnostics[0];
    }

    private static Result<T> Open<T>(string path, Func<GgufInput, Result<T>> read)
    {
        try
        {
            // A pipe would block, so the kind is looked at before the file is opened; links are fine, hub caches are made of them.
            if (!File.Exists(path) || !FileOwner.Of(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).IsRegularFile)
                return WeightsDiagnostics.NotAFile(path);
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
            return read(new GgufInput(file, path, RandomAccess.GetLength(file)));
        }
        catch (GgufException e)
        {
            return e.Diagnostic;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return WeightsDiagnostics.Unreadable(path, e.Message);
        }
    }

    private static Result<GgufFile> ReadAll(GgufInput input)
    {
        var version = ReadMagic(input);
        if (version is < 1 or > 3)
            return WeightsDiagnostics.UnknownVersion(input.Path, version);
        var tensorCount = ReadCount(input, version);
        var entryCount = ReadCount(input, version);
        if (tensorCount > MaxTensors)
            return WeightsDiagnostics.Malformed(input.Path, $"it claims {tensorCount} tensors");
        if (entryCount > MaxEntries)
            return WeightsDiagnostics.Malformed(input.Path, $"it claims {entryCount} metadata entries");

        var metadata = ReadMetadata(input, version, (int)entryCount);
        var tensors = ReadTensorTable(input, version, (int)tensorCount);
        var dataOffset = AlignUp(input.Position, metadata.Alignment);
        CheckData(input, tensors, dataOffset, metadata.Alignment);
        return Result<GgufFile>.Success(
            new GgufFile
            {
                Version = version,
                Length = input.Length,
                MetadataCount = (int)entryCount,
                TensorCount = (int)tensorCount,
                Alignment = metadata.Alignment,
                DataOffset = dataOffset,
                Architecture = metadata.Architecture,
                Name = metadata.Name,
                SplitCount = metadata.SplitCount,
            },
            version == 1 ? [WeightsDiagnostics.OldVersion(input.Path)] : []);
    }

    private static uint ReadMagic(GgufInput input)
    {
        // "GGUF" read as a little-endian number.
        if (input.Remaining < 4 || input.ReadUInt32() != 0x46554747)
            throw new GgufException(WeightsDiagnostics.NotGguf(input.Path));
        return input.ReadUInt32();
    }

    private static Metadata ReadMetadata(GgufInput input, uint version, int count)
    {
        var metadata = new Metadata();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            input.Where = $"metadata entry {i + 1} of {count}";
            var key = input.ReadText(ReadCount(input, version), MaxKeyLength);
            if (key.Length == 0)
                throw input.Malformed($"{input.Where} has no key");
            if (!keys.Add(key))
                throw input.Malformed($"the metadata key `{key}` comes twice");
            ReadEntry(input, version, key, metadata);
        }

        return metadata;
    }

    private static void ReadEntry(GgufInput input, uint version, string key, Metadata metadata)
    {
        var type = (GgufValueType)input.ReadUInt32();
        switch (key)
        {
            case "general.alignment":
                if (type != GgufValueType.UInt32)
                    throw input.Malformed("`general.alignment` is not a 32-bit number");
                metadata.Alignment = input.ReadUInt32();
                if (!BitOperations.IsPow2(metadata.Alignment) || metadata.Alignment > MaxAlignment)
                    throw input.Malformed($"its alignment is {metadata.Alignment}");
                break;
            case "general.architecture" when type == GgufValueType.String:
                metadata.Architecture = input.ReadText(ReadCount(input, version), MaxTextLength);
                break;
            case "general.name" when type == GgufValueType.String:
                metadata.Name = input.ReadText(ReadCount(input, version), MaxTextLength);
                break;
            case "split.count" when type == GgufValueType.UInt16:
                metadata.SplitCount = input.ReadUInt16();
                break;
            default:
                SkipValue(input, version, type, depth: 0);
                break;
        }
    }

    private static void SkipValue(GgufInput input, uint version, GgufValueType type, int depth)
    {
        switch (type)
        {
            case GgufValueType.String:
                input.Skip(ReadCount(input, version));
                break;
            case GgufValueType.Array:
                if (depth == MaxDepth)
                    throw input.Malformed($"{input.Where} nests arrays deeper than {MaxDepth}");
                SkipArray(input, version, depth);
                break;
            default:
                input.Skip(FixedSize(input, type));
                break;
        }
    }

    private static void SkipArray(GgufInput input, uint version, int depth)
    {
        var type = (GgufValueType)input.ReadUInt32();
        var count = ReadCount(input, version);
        if (type is not (GgufValueType.String or GgufValueType.Array))
        {
            var size = FixedSize(input, type);
            if (count > input.Remaining / size)
                throw input.Truncated();
            input.Skip(count * size);
            return;
        }

        // Every element takes at least the bytes of its own count, so the loop is bounded by the file.
        if (count > input.Remaining / (version == 1 ? 4u : 8u))
            throw input.Truncated();
        for (var i = 0ul; i < count; i++)
            SkipValue(input, version, type, depth + 1);
    }

    private static ulong FixedSize(GgufInput input, GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 => 8,
        _ => throw input.Malformed($"{input.Where} has the unknown type {(uint)type}"),
    };

    private static GgufTensor[] ReadTensorTable(GgufInput input, uint version, int count)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var tensors = new List<GgufTensor>();
        Span<ulong> dimensions = stackalloc ulong[MaxDimensions];
        for (var i = 0; i < count; i++)
        {
            input.Where = $"tensor {i + 1} of {count}";
            var name = input.ReadText(ReadCount(input, version), MaxNameLength);
            if (name.Length == 0)
                throw input.Malformed($"{input.Where} has no name");
            if (!names.Add(name))
                throw input.Malformed($"the tensor `{name}` comes twice");
            var rank = input.ReadUInt32();
            if (rank > MaxDimensions)
                throw input.Malformed($"the tensor `{name}` has {rank} dimensions");
            for (var d = 0; d < rank; d++)
            {
                dimensions[d] = ReadCount(input, version);
                if (dimensions[d] == 0)
                    throw input.Malformed($"the tensor `{name}` has an empty dimension");
            }

            var type = input.ReadUInt32();
            if (GgmlTypes.Size(type, dimensions[..(int)rank], out var size) is { } problem)
                throw input.Malformed($"the tensor `{name}` {problem}");
            tensors.Add(new GgufTensor(name, input.ReadUInt64(), size));
        }

        return [.. tensors];
    }

    private static void CheckData(GgufInput input, GgufTensor[] tensors, long dataOffset, uint alignment)
    {
        if (tensors.Length == 0)
            return;
        Array.Sort(tensors, static (a, b) => a.Offset.CompareTo(b.Offset));
        var available = dataOffset <= input.Length ? (ulong)(input.Length - dataOffset) : 0;
        var end = 0ul;
        for (var i = 0; i < tensors.Length; i++)
        {
            var tensor = tensors[i];
            if (tensor.Offset % alignment != 0)
                throw input.Malformed($"the tensor `{tensor.Name}` does not begin at a multiple of {alignment}");
            if (tensor.Offset < end)
                throw input.Malformed($"the tensors `{tensors[i - 1].Name}` and `{tensor.Name}` overlap");
            // A tensor of unknown type takes at least one byte.
            var size = tensor.Size ?? 1;
            if (tensor.Offset > available || size > available - tensor.Offset)
            {
                input.Where = $"the data of the tensor `{tensor.Name}`";
                throw input.Truncated();
            }

            end = tensor.Offset + size;
        }
    }

    // Version 1 counted in 32 bits.
    private static ulong ReadCount(GgufInput input, uint version) => version == 1 ? input.ReadUInt32() : input.ReadUInt64();

    private static long AlignUp(long position, uint alignment) => (position + alignment - 1) / alignment * alignment;

    private sealed class Metadata
    {
        internal uint Alignment { get; set; } = DefaultAlignment;

        internal string? Architecture { get; set; }

        internal string? Name { get; set; }

        internal long SplitCount { get; set; }
    }
}
