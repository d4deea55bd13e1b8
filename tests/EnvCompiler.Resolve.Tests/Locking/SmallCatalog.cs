using System.Text;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.Resolve.Conditions;
using EnvCompiler.Resolve.Explaining;
using EnvCompiler.Resolve.Locking;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>Catalogs written down as Packages text, and manifests locked against them.</summary>
internal sealed class SmallCatalog
{
    private readonly List<LoadedCatalog> catalogs = [];
    private string options = "";

    /// <summary>In order of preference.</summary>
    internal IReadOnlyList<LoadedCatalog> Catalogs => catalogs;

    /// <summary>A catalog whose suites are preferred in the order given.</summary>
    internal SmallCatalog With(string catalog, params (string Suite, string[] Stanzas)[] suites)
    {
        catalogs.Add(new LoadedCatalog(catalog, "amd64", [.. suites.Select(suite => Suite(suite.Suite, suite.Stanzas))]));
        return this;
    }

    /// <summary>A catalog of one suite.</summary>
    internal SmallCatalog With(string catalog, LoadedSuite suite)
    {
        catalogs.Add(new LoadedCatalog(catalog, "amd64", [suite]));
        return this;
    }

    /// <summary>Further lines of <c>[options]</c>.</summary>
    internal SmallCatalog WithOptions(string lines)
    {
        options = lines + "\n";
        return this;
    }

    /// <summary>A native catalog.</summary>
    internal SmallCatalog With(NativeCatalog native)
    {
        catalogs.Add(new LoadedCatalog(native.Name, "amd64", []) { Native = native });
        return this;
    }

    /// <summary>One suite of one catalog.</summary>
    internal static SmallCatalog Of(params string[] stanzas) => new SmallCatalog().With("debian", ("sid", stanzas));

    /// <summary>A stanza; further fields one a line.</summary>
    internal static string Package(string name, string version, string fields = "") => $"""
        Package: {name}
        Version: {version}
        Architecture: amd64
        Filename: pool/main/{name}_{version}_amd64.deb
        Size: 1000
        SHA256: {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name + version)))}
        {fields}
        """.TrimEnd() + "\n";

    /// <summary>Locks a manifest that needs no host root.</summary>
    internal Result<Lock> Lock(string install, Lock? previous = null, bool withBase = false, params string[] upgrade)
    {
        var text = $"version = 1\n[options]\nbase = {(withBase ? "true" : "false")}\n{options}[install]\n{install}\n";
        var source = ManifestReader.Read("manifest.toml", text).Value;
        if (!(upgrade.Length == 0 ? UpgradeScope.Nothing : UpgradeScope.Of(source, upgrade)).TryGet(out var upgrades, out var problems))
            return Result<Lock>.Failure(problems);
        var request = LockRequests.From(source.Manifest);
        var byArchitecture = new Dictionary<string, IReadOnlyList<LoadedCatalog>> { ["amd64"] = catalogs };
        if (!ConditionReader.Read(source).TryGet(out var conditions, out problems))
            return Result<Lock>.Failure(problems);
        return new LockBuilder(source, request, byArchitecture, previous, upgrades, conditions).Build(new(StringComparer.Ordinal));
    }

    /// <summary>Tells why a package is in a lock.</summary>
    internal IReadOnlyList<ExplainedPackage> Explain(Lock locked, string name) =>
        new LockExplainer(locked, new Dictionary<string, IReadOnlyList<LoadedCatalog>> { ["amd64"] = catalogs }).Explain(name);

    /// <summary><c>NAME VERSION</c> of the default group's closure.</summary>
    internal IReadOnlyList<string> Closure(string install, Lock? previous = null) => ClosureOf(Lock(install, previous).Value, "toplevel");

    internal static IReadOnlyList<string> ClosureOf(Lock locked, string group) =>
        [.. locked.Targets["x86_64-linux/cpu"].Groups[group].Packages.Select(id => $"{locked.Packages[id].Name} {locked.Packages[id].Version}")];

    internal Diagnostic Problem(string install)
    {
        var result = Lock(install);
        Assert.False(result.Ok);
        return Assert.Single(result.Diagnostics);
    }

    private static LoadedSuite Suite(string name, string[] stanzas)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\n", stanzas)));
        var index = DebianIndex.Read(text, "amd64", CancellationToken.None);
        return new LoadedSuite(new SuiteDefinition { Name = name }, new LockedIndex { Date = "2026-11-01T00:00:00Z" }, [index]);
    }
}
