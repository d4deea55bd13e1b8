using EnvCompiler.TestKit;

namespace EnvCompiler.Toml.Tests.Conformance;

/// <summary>The files of the toml-test corpus for one edition.</summary>
internal static class TomlTestCorpus
{
    /// <summary>The folder, or null where the corpus is absent.</summary>
    internal static string? Folder { get; } =
        RepositoryRoot.SharedData is { } data && Directory.Exists(Path.Combine(data, "toml-test", "tests"))
            ? Path.Combine(data, "toml-test", "tests")
            : null;

    /// <summary>Relative paths of <c>.toml</c> files, <c>valid/…</c> and <c>invalid/…</c>.</summary>
    internal static IEnumerable<string> Files(TomlVersion version) =>
        File.ReadLines(Path.Combine(Folder!, version == TomlVersion.V10 ? "files-toml-1.0.0" : "files-toml-1.1.0"))
            .Where(line => line.EndsWith(".toml", StringComparison.Ordinal));
}
