using System.Text;
using System.Text.RegularExpressions;
using EnvCompiler.TestKit;

namespace EnvCompiler.Architecture.Tests;

/// <summary>The mirror is the host's, never the repository's: no checked-in file names a server of this machine's apt sources.</summary>
public sealed partial class HostNameTests
{
    [Fact]
    public void No_checked_in_file_names_the_mirror_of_this_machine()
    {
        string[] sources = Directory.Exists("/etc/apt")
            ? [.. Directory.GetFiles("/etc/apt", "*.list", SearchOption.AllDirectories), .. Directory.GetFiles("/etc/apt", "*.sources", SearchOption.AllDirectories)]
            : [];
        var hosts = sources.SelectMany(File.ReadLines)
            .Where(line => !line.TrimStart().StartsWith('#'))
            .SelectMany(line => Host().Matches(line).Select(match => match.Groups[1].Value))
            .Distinct().ToList();
        var files = Directory.EnumerateFiles(RepositoryRoot.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => !Ignored().IsMatch(Path.GetRelativePath(RepositoryRoot.Path, file)));
        foreach (var file in files.Where(file => new FileInfo(file) is { LinkTarget: null, Length: < 2_000_000 }))
        {
            var text = File.ReadAllText(file, Encoding.Latin1);
            Assert.All(hosts, host => Assert.False(text.Contains(host, StringComparison.Ordinal), $"{file} names {host}"));
        }
    }

    [GeneratedRegex("https?://([A-Za-z0-9.-]+)")]
    private static partial Regex Host();

    [GeneratedRegex("(^|/)(\\.git|\\.build|bin|obj|\\.envc|TestResults|node_modules)(/|$)")]
    private static partial Regex Ignored();
}
