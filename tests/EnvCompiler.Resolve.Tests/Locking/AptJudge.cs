using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>The real apt-get over one Packages file, with nothing installed and nothing of this machine's configuration.</summary>
internal sealed class AptJudge : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly List<string> options = [];

    private AptJudge()
    {
        foreach (var each in new[] { "repo", "etc/preferences.d", "etc/sources.list.d", "etc/apt.conf.d", "lists/partial", "cache/archives/partial" })
            Directory.CreateDirectory(directory.File(each));
        directory.Write("status", "");
        directory.Write("etc/sources.list", $"deb [trusted=yes] file://{directory.File("repo")} ./\n");
        Set("Dir::Etc", directory.File("etc"));
        Set("Dir::State", directory.Path);
        Set("Dir::State::status", directory.File("status"));
        Set("Dir::State::lists", directory.File("lists"));
        Set("Dir::Cache", directory.File("cache"));
        Set("APT::Architecture", "amd64");
        Set("APT::Architectures", "amd64");
        Set("APT::Sandbox::User", "");
        Set("Acquire::Languages", "none");
    }

    /// <summary>apt-get with this file as its only source.</summary>
    internal static async Task<AptJudge> Of(string packagesFile)
    {
        var judge = new AptJudge();
        File.CreateSymbolicLink(judge.directory.File("repo", "Packages"), packagesFile);
        var update = await judge.Run(["update"]);
        Assert.True(update.ExitCode == 0, update.Error);
        return judge;
    }

    /// <summary><c>NAME VERSION</c> of everything that installing the packages takes, sorted; null where apt cannot.</summary>
    internal async Task<SortedSet<string>?> Install(params string[] packages)
    {
        var output = await Run(["-s", "install", "--no-install-recommends", .. packages]);
        if (output.ExitCode != 0)
            return null;
        var installed = output.Output.Split('\n').Where(line => line.StartsWith("Inst ", StringComparison.Ordinal));
        return new SortedSet<string>(installed.Select(line => line.Split(' ')).Select(words => $"{words[1]} {words[2].TrimStart('(')}"), StringComparer.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private void Set(string name, string value) => options.AddRange(["-o", $"{name}={value}"]);

    private async Task<ProcessOutput> Run(string[] arguments) =>
        await new ProcessRunner().RunAsync("apt-get", [.. options, .. arguments], CancellationToken.None)
        ?? throw new InvalidOperationException("there is no apt-get");
}
