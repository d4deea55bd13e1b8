using System.Text;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Tests;

/// <summary>A small environment: two requested packages, one dependency, on one target.</summary>
internal static class Sample
{
    internal static readonly Target Cpu = new("x86_64-linux", "cpu");

    internal static ManifestSource Source(Func<Manifest, Manifest>? change = null)
    {
        var manifest = new Manifest
        {
            Version = 1,
            Description = "It's a sample",
            Install = new OrderedDictionary<string, PackageRequest>
            {
                ["tool"] = new() { PkgPath = "tool" },
                ["other"] = new() { PkgPath = "other" },
            },
        };
        return new ManifestSource("manifest.toml", change?.Invoke(manifest) ?? manifest, new Dictionary<string, Model.Diagnostics.SourcePlace>());
    }

    internal static Lock Locked(ManifestSource source) => new()
    {
        Request = new LockRequest
        {
            Catalogs = [],
            Install = new(source.Manifest.Install.ToDictionary(), StringComparer.Ordinal),
            Models = new(StringComparer.Ordinal),
            Targets = ["x86_64-linux/cpu"],
            Base = true,
        },
        Models = new(StringComparer.Ordinal)
        {
            ["tiny"] = new LockedModel { Files = [new LockedModelFile { Path = "models/tiny.gguf", Size = 7, Sha256 = new string('e', 64) }] },
        },
        Targets = new(StringComparer.Ordinal)
        {
            ["x86_64-linux/cpu"] = new LockedTarget
            {
                Groups = new(StringComparer.Ordinal)
                {
                    ["toplevel"] = new LockedGroup
                    {
                        Install = new(StringComparer.Ordinal) { ["tool"] = "debian/tool/1/amd64", ["other"] = "debian/other/2/amd64" },
                        Packages = ["debian/dependency/1/amd64", "debian/other/2/amd64", "debian/tool/1/amd64"],
                    },
                },
            },
        },
    };

    internal static IReadOnlyDictionary<Target, IReadOnlyDictionary<string, RealisedRoot>> Roots(params string[] moreOfTool) =>
        new Dictionary<Target, IReadOnlyDictionary<string, RealisedRoot>>
        {
            [Cpu] = new Dictionary<string, RealisedRoot>
            {
                ["toplevel"] = new(
                    new string('a', 64),
                    "/store/roots/a/fs",
                    new Dictionary<string, IReadOnlyList<string>>
                    {
                        ["debian/dependency/1/amd64"] = ["/usr/bin/dependency"],
                        ["debian/other/2/amd64"] = ["/usr/bin/other"],
                        ["debian/tool/1/amd64"] = ["/usr/bin/tool", "/usr/sbin/toold", .. moreOfTool],
                    }),
            },
        };

    internal static Model.Diagnostics.Result<GenerationFiles> Compile(Func<Manifest, Manifest>? change = null, params string[] moreOfTool) =>
        Compile(change, new Dictionary<string, Condition>(), lockChange: null, moreOfTool);

    internal static Model.Diagnostics.Result<GenerationFiles> Compile(
        Func<Manifest, Manifest>? change, IReadOnlyDictionary<string, Condition> conditions, Func<Lock, Lock>? lockChange = null, params string[] moreOfTool)
    {
        var source = Source(change);
        var locked = Locked(source);
        return new GenerationCompiler("0.1.0").Compile(
            source, Encoding.UTF8.GetBytes("manifest"), lockChange?.Invoke(locked) ?? locked, Encoding.UTF8.GetBytes("lock"), Roots(moreOfTool), conditions);
    }

    internal static string Text(this GenerationFiles files, string path) => Encoding.UTF8.GetString(files.Files[path].Content);
}
