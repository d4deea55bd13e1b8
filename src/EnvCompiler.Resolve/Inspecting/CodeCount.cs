using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Inspecting.Fatbins;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>Codes of one kind in a file.</summary>
/// <param name="Code"><c>sm_90a</c>, <c>compute_90 (PTX 8.4)</c>.</param>
/// <param name="Kind">Machine code or PTX.</param>
/// <param name="Packed">How they are packed.</param>
/// <param name="Relocatable">Whether they are input of a device linker, which the driver does not load as it is.</param>
/// <param name="Count">How many.</param>
/// <param name="Size">Their bytes in the file.</param>
/// <param name="UnpackedSize">Their bytes when unpacked.</param>
public sealed record CodeCount(string Code, CodeKind Kind, FatbinCompression Packed, bool Relocatable, int Count, long Size, long UnpackedSize)
{
    /// <summary>Counts the codes of a file, machine code first, in the order of SMs. Kernels only: empty modules are left out.</summary>
    public static IReadOnlyList<CodeCount> Of(InspectedFile file) =>
    [
        .. file.Fatbins
            .SelectMany(fatbin => fatbin.Entries.Where(entry => entry is { Code: not null, IsEmpty: false }), (fatbin, entry) => (fatbin.IsRelocatable, Entry: entry))
            .GroupBy(code => (Code: code.Entry.Code!, code.Entry.Compression, code.IsRelocatable))
            .OrderBy(group => group.Key.IsRelocatable)
            .ThenBy(group => group.Key.Code.Kind)
            .ThenBy(group => group.Key.Code.Sm)
            .ThenBy(group => group.Key.Code.Scope)
            .ThenBy(group => group.Key.Compression)
            .Select(group => new CodeCount(
                group.Key.Code.ToString(), group.Key.Code.Kind, group.Key.Compression, group.Key.IsRelocatable,
                group.Count(), group.Sum(code => code.Entry.Size), group.Sum(code => code.Entry.UnpackedSize))),
    ];
}
