using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Inspecting;

/// <summary>Real nvcc output (<c>axpy.cu</c>, one file a code), and what CUDA's own tool lists in it.</summary>
internal static class GpuFixtures
{
    private static readonly string s_directory = RepositoryRoot.File("tests", "EnvCompiler.Resolve.Tests", "Fixtures", "gpu", "axpy");

    internal static string Build(string name) => Path.Combine(s_directory, name);

    /// <summary>Builds as nvcc made them, without the source.</summary>
    internal static IEnumerable<string> Builds() => Directory.EnumerateFiles(s_directory, "axpy-*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    /// <summary>Name, exit code, output, machine code and PTX of each build, as an H200 ran it and cuobjdump listed it.</summary>
    internal static IEnumerable<string[]> Measured() =>
        File.ReadLines(RepositoryRoot.File("tests", "EnvCompiler.Model.Tests", "Gpu", "Measured", "h200-builds.txt"))
            .Where(line => line.StartsWith("axpy-", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries));
}
