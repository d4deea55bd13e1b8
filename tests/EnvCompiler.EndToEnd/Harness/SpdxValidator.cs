using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary><c>pyspdxtools</c> of the SPDX project: Debian's sid alone has it, so it is an environment of its own.</summary>
/// <param name="store">Where its packages go.</param>
public sealed class SpdxValidator(SharedStore store) : IDisposable
{
    private const string Manifest = """
        version = 1
        [catalogs.debian]
        type = "debian"
        suites = [{ name = "sid", allow-expired = true }]
        [install]
        spdx-tools.pkg-path = "python3-spdx-tools"

        """;

    private readonly TemporaryDirectory directory = new();

    /// <summary>What it finds wrong with an SPDX 2.3 document in JSON; empty where it is valid.</summary>
    public string ProblemsOf(string document)
    {
        directory.Write("validator/manifest.toml", Manifest);
        directory.Write("document.spdx.json", document);
        var said = store.Envc().Run("activate", "-d", directory.File("validator"), "--", "pyspdxtools", "--version", "SPDX-2.3", "--infile", directory.File("document.spdx.json"));
        return said.ExitCode == 0 ? "" : $"{said.ExitCode}: {said.Error}";
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();
}
