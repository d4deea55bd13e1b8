using EnvCompiler.Compile.Systemd;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests.Systemd;

/// <summary>Units in a directory, before the real systemd-analyze.</summary>
internal sealed class SystemdAnalyze : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    internal SystemdAnalyze(Func<string, UnitRequest> request)
    {
        // What is looked for on the host: the program of each unit.
        var launcher = directory.File("launcher");
        Directory.CreateDirectory(launcher);
        File.Copy("/bin/true", Path.Combine(launcher, "envc-run"));
        Units = new UnitCompiler(request(launcher)).Compile();
        foreach (var (name, text) in Units)
            directory.Write($"units/{name}", text);
    }

    internal SortedDictionary<string, string> Units { get; }

    internal string PathOf(string unit) => directory.File("units", unit);

    public void Dispose() => directory.Dispose();
}
