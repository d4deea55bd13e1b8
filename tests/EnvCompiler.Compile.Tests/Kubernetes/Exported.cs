using System.Text;
using System.Text.Json;
using EnvCompiler.Compile.Kubernetes;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.TestKit;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Compile.Tests.Kubernetes;

/// <summary>Environments as <c>envc export kubernetes</c> gets them, compiled from their manifests; their roots have a server and nothing else.</summary>
internal static class Exported
{
    internal static readonly string Image = $"registry.example/team/app@sha256:{new string('1', 64)}";

    /// <summary>One of <c>environments/</c>, with its own lock.</summary>
    internal static KubernetesEnvironment OfRepository(string name, params string[] accelerators)
    {
        var directory = RepositoryRoot.File("environments", name);
        var locked = LockFile.Read("manifest.lock", File.ReadAllBytes(Path.Combine(directory, "manifest.lock"))).Value;
        var source = ManifestReader.Read("manifest.toml", File.ReadAllBytes(Path.Combine(directory, "manifest.toml")), locked.Include).Value;
        return Of(name, source, locked, accelerators);
    }

    /// <summary>A manifest's text, with a lock of one group and no package.</summary>
    internal static KubernetesEnvironment Of(string name, string manifest, params string[] accelerators)
    {
        var read = ManifestReader.Read("manifest.toml", Encoding.UTF8.GetBytes("version = 1\n" + manifest), included: null);
        Assert.True(read.Ok, string.Join('\n', read.Diagnostics));
        var source = read.Value;
        var targets = accelerators.Select(accelerator => $"x86_64-linux/{accelerator}").ToList();
        var locked = Sample.Locked(Sample.Source());
        locked.Targets.Clear();
        foreach (var target in targets)
            locked.Targets.Add(target, new LockedTarget { Groups = new(StringComparer.Ordinal) { ["toplevel"] = new LockedGroup { Install = [], Packages = [] } } });
        return Of(name, source, locked, accelerators);
    }

    internal static KubernetesFiles Compile(KubernetesEnvironment environment)
    {
        var result = KubernetesCompiler.Compile(environment);
        Assert.True(result.Ok, string.Join('\n', result.Diagnostics));
        return result.Value;
    }

    private static KubernetesEnvironment Of(string name, ManifestSource source, Lock locked, string[] accelerators)
    {
        var targets = accelerators.Select(accelerator => new Target("x86_64-linux", accelerator)).ToList();
        var groups = targets.ToDictionary(target => target, target => (IReadOnlyDictionary<string, RealisedRoot>)Roots(locked.Targets[target.ToString()]));
        var compiled = new GenerationCompiler("0.1.0").Compile(source, [], locked, [], groups, new Dictionary<string, Condition>());
        Assert.True(compiled.Ok, string.Join('\n', compiled.Diagnostics));
        var table = TargetTable.Of(source.Manifest, locked);
        return new KubernetesEnvironment
        {
            Name = name,
            Generation = 3,
            Digest = new string('d', 64),
            Manifest = source.Manifest,
            Targets = targets.ToDictionary(target => target, target => new KubernetesTarget(Content(compiled.Value, target), table?.Rows[target.ToString()], Image)),
        };
    }

    private static Dictionary<string, RealisedRoot> Roots(LockedTarget target) => target.Groups.Keys.ToDictionary(
        group => group,
        group => new RealisedRoot(new string('a', 64), "/fs", target.Groups[group].Packages.Append("debian/server/1/amd64").Distinct().ToDictionary(
            package => package, package => (IReadOnlyList<string>)(package == "debian/server/1/amd64" ? ["/usr/bin/llama-server"] : []))));

    private static TargetContent Content(GenerationFiles files, Target target) => new(
        ActivationSpecReader.Read(files.Files[$"targets/{target}/activation.json"].Content),
        JsonSerializer.Deserialize(files.Files[$"targets/{target}/services.json"].Content, EnvcJson.Default.ServiceGraph)!);
}
