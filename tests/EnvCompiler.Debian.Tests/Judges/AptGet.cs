using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.Debian.Tests.Judges;

/// <summary>The real apt-get over Packages files, with nothing installed and nothing of this machine's configuration.</summary>
internal sealed class AptGet : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private AptGet(string architecture, IReadOnlyList<AptSource> sources, string installed)
    {
        foreach (var each in new[] { "etc/preferences.d", "etc/sources.list.d", "etc/apt.conf.d", "lists/partial", "cache/archives/partial" })
            Directory.CreateDirectory(directory.File(each));
        for (var i = 0; i < sources.Count; i++)
            Offer(sources[i], $"repo-{i}");
        directory.Write("etc/sources.list", string.Concat(sources.Select((_, i) => $"deb [trusted=yes] file://{directory.File($"repo-{i}")} ./\n")));
        directory.Write("etc/preferences", string.Concat(sources.Select(each => $"Package: *\nPin: release n={each.Suite}\nPin-Priority: {each.Priority}\n\n")));
        directory.Write("status", installed);
        directory.Write("apt.conf", $$"""
            Dir::Etc "{{directory.File("etc")}}";
            Dir::State "{{directory.Path}}";
            Dir::State::status "{{directory.File("status")}}";
            Dir::State::lists "{{directory.File("lists")}}";
            Dir::Cache "{{directory.File("cache")}}";
            APT::Architecture "{{architecture}}";
            APT::Architectures { "{{architecture}}"; };
            APT::Sandbox::User "";
            Acquire::Languages "none";

            """);
    }

    /// <summary>apt-get with these sources only. Its binary cache is made once: later questions take less than a second.</summary>
    /// <param name="architecture">Debian architecture.</param>
    /// <param name="sources">Indexes, none twice.</param>
    /// <param name="installed">Text of dpkg's status file.</param>
    internal static async Task<AptGet> Of(string architecture, IReadOnlyList<AptSource> sources, string installed = "")
    {
        var judge = new AptGet(architecture, sources, installed);
        var update = await judge.Run(["update"]);
        Assert.True(update.ExitCode == 0, update.Error);
        return judge;
    }

    /// <summary><c>NAME VERSION</c> of everything that installing a package takes, sorted; null where apt cannot.</summary>
    internal async Task<SortedSet<string>?> Install(string package)
    {
        var output = await Run(["-s", "install", "--no-install-recommends", package]);
        if (output.ExitCode != 0)
            return null;
        var installed = output.Output.Split('\n').Where(line => line.StartsWith("Inst ", StringComparison.Ordinal));
        return new SortedSet<string>(installed.Select(line => line.Split(' ')).Select(NameAndVersion), StringComparer.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private void Offer(AptSource source, string repository)
    {
        Directory.CreateDirectory(directory.File(repository));
        File.CreateSymbolicLink(directory.File(repository, "Packages"), source.PackagesFile);
        using var content = File.OpenRead(source.PackagesFile);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        directory.Write($"{repository}/Release", $"Codename: {source.Suite}\nDate: {DateTime.UtcNow:R}\nSHA256:\n {hash} {content.Length} Packages\n");
    }

    // Inst NAME[:ARCHITECTURE] (VERSION SOURCE [ARCHITECTURE])
    private static string NameAndVersion(string[] words) => $"{words[1].Split(':')[0]} {words[2].TrimStart('(')}";

    // The file that APT_CONFIG names is read before /etc/apt, so its Dir::Etc keeps this machine's configuration out; options come too late.
    private async Task<ProcessOutput> Run(string[] arguments) =>
        await new ProcessRunner().RunAsync("env", [$"APT_CONFIG={directory.File("apt.conf")}", "apt-get", .. arguments], CancellationToken.None)
        ?? throw new InvalidOperationException("there is no env");
}
