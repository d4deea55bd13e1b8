using System.Text.RegularExpressions;
using System.Threading;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Locking;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>
/// <c>docs/failures.md</c> is its own expectation: each example's manifest is locked over an excerpt of Debian's archive (<c>Archive/SUITE.COMPONENT.ARCHITECTURE</c>),
/// and the message must be the one on the page, byte for byte.
/// </summary>
public sealed partial class DocumentedFailuresTests
{
    private const string Page = "docs/failures.md";
    private const int Examples = 10;

    [Fact]
    public void Every_message_on_the_page_is_what_envc_says()
    {
        var page = File.ReadAllText(RepositoryRoot.File(Page.Split('/')));
        Assert.Equal(Examples, Example().Count(page));
        Expectation.Matches(Page, Example().Replace(page, example => $"{example.Groups["before"].Value}{MessageOf(example.Groups["manifest"].Value)}\n```"));
    }

    private static string MessageOf(string manifest)
    {
        var source = ManifestReader.Read("manifest.toml", manifest).Value;
        var request = LockRequests.From(source.Manifest);
        var catalogs = request.Targets.Select(name => Target.TryParse(name, out var target) ? target.DebianArchitecture : throw new InvalidOperationException(name))
            .Distinct().ToDictionary(architecture => architecture, architecture => Load(request, architecture));
        var locked = new LockBuilder(source, request with { Base = false }, catalogs, previous: null).Build(new(StringComparer.Ordinal));
        Assert.False(locked.Ok, $"this locks:\n{manifest}");
        return string.Join('\n', locked.Diagnostics);
    }

    private static IReadOnlyList<LoadedCatalog> Load(LockRequest request, string architecture) =>
        [.. request.Catalogs.Select(catalog => new LoadedCatalog(catalog.Name, architecture, [.. catalog.Suites.Select(suite => Load(suite, catalog.Components, architecture))]))];

    private static LoadedSuite Load(SuiteDefinition suite, IReadOnlyList<string> components, string architecture)
    {
        var files = components.Select(component => RepositoryRoot.File(
            "tests", "EnvCompiler.Resolve.Tests", "Locking", "Archive", $"{suite.Name}.{component}.{architecture}")).Where(File.Exists);
        return new LoadedSuite(suite, new LockedIndex { Date = "2026-11-01T00:00:00Z" }, [.. files.Select(file => Read(file, architecture))]);
    }

    private static DebianIndex Read(string file, string architecture)
    {
        using var text = File.OpenRead(file);
        return DebianIndex.Read(text, architecture, CancellationToken.None);
    }

    [GeneratedRegex(@"(?<before>```toml\n(?<manifest>(?:(?!```).*\n)+)```\n\n```text\n\$ envc lock\n)(?:(?!```).*\n)*?```")]
    private static partial Regex Example();
}
