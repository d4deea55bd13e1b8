using System.Globalization;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Publishing;

/// <summary>What an entry of a catalog need not claim, because the files say it.</summary>
/// <param name="facts">Of the artifact.</param>
/// <param name="optional">Files that are not loaded by default.</param>
public sealed class BuildFacts(ArtifactFacts facts, IReadOnlyList<string>? optional)
{
    // Their numbers are those of the toolkit's major version; cuDNN's and NCCL's are their own.
    private static readonly string[] s_ofToolkit = ["libcudart.so.", "libcublas.so.", "libcublasLt.so."];

    private readonly FileFacts[] files = [.. facts.Loaded(optional)];

    /// <summary>The device code that is loaded by default; null where there is none.</summary>
    public IReadOnlyList<NativeCode>? DeviceCode => ArtifactFacts.Merge(files) is { Count: > 0 } merged ? merged : null;

    /// <summary>The oldest toolkit that can have made the files: by the PTX in them, else by the libraries that they load; null where neither says.</summary>
    public CudaVersion? Cuda
    {
        get
        {
            var isa = files.SelectMany(file => file.DeviceCode).SelectMany(set => set.Ptx ?? [])
                .Select(ptx => CudaVersion.TryParse(ptx.Isa, out var parsed) ? parsed : default).DefaultIfEmpty().Max();
            var major = files.Select(file => MajorOf(file.CudaLibraries)?.Major ?? 0).DefaultIfEmpty().Max();
            var byLibrary = major > 0 ? new CudaVersion(major, 0) : default;
            var byPtx = isa > default(CudaVersion) ? CudaToolkits.All.FirstOrDefault(toolkit => toolkit.PtxIsa >= isa)?.Version ?? default : default;
            var oldest = byPtx > byLibrary ? byPtx : byLibrary;
            return oldest > default(CudaVersion) ? oldest : null;
        }
    }

    /// <summary>The highest processor level that a file says it needs; null where none does.</summary>
    public CpuLevel? CpuLevel => files.Where(file => file.CpuLevel is not null).Select(file => new CpuLevel(file.CpuLevel!)).MaxBy(level => level.Step);

    /// <summary>A name that tells a build from others: its toolkit and its device code, or its processor.</summary>
    /// <param name="build">The entry.</param>
    public static string NameOf(NativeBuild build)
    {
        var codes = (build.DeviceCode ?? []).SelectMany(set => (set.MachineCode ?? []).Concat((set.Ptx ?? []).Select(ptx => ptx.Code))).Distinct().ToArray();
        string?[] parts = [codes.Length == 0 ? "cpu" : null, build.Cuda is { } cuda ? $"cuda{cuda}" : null, .. codes, build.CpuLevel];
        return string.Join('-', parts.OfType<string>());
    }

    /// <summary>The library that names the toolkit's major version, and that version; null where there is none.</summary>
    internal static (string Library, int Major)? MajorOf(IEnumerable<string> libraries)
    {
        foreach (var library in libraries)
        {
            foreach (var prefix in s_ofToolkit)
            {
                if (library.StartsWith(prefix, StringComparison.Ordinal)
                    && int.TryParse(library[prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major))
                    return (library, major);
            }
        }

        return null;
    }
}
